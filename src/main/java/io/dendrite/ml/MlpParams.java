package io.dendrite.ml;

import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * Params with Spark's names. Those that a solver does not use are accepted, as Spark accepts them.
 *
 * @param <E> the stage
 */
public interface MlpParams<E> extends KeyParams<E> {
  /** Feature columns in place of {@code featuresCol}. */
  default StringArrayParam featuresCols() {
    return stageParams().featuresCols;
  }

  /** Sets {@link #featuresCols}. */
  default E setFeaturesCols(String... names) {
    return with(featuresCols(), names);
  }

  /** What becomes of rows that cannot be used: error, skip, keep. */
  default Param<String> handleInvalid() {
    return stageParams().handleInvalid;
  }

  /** Sets {@link #handleInvalid}. */
  default E setHandleInvalid(String value) {
    return with(handleInvalid(), value);
  }

  /** Units of each layer, inputs and outputs included. */
  default IntArrayParam layers() {
    return stageParams().layers;
  }

  /** Sets {@link #layers}. */
  default E setLayers(int[] units) {
    return with(layers(), units);
  }

  /** Epochs; iterations with l-bfgs. */
  default IntParam maxIter() {
    return stageParams().maxIter;
  }

  /** Sets {@link #maxIter}. */
  default E setMaxIter(int value) {
    return with(maxIter(), value);
  }

  /** Relative gain at which l-bfgs ends. */
  default DoubleParam tol() {
    return stageParams().tol;
  }

  /** Sets {@link #tol}. */
  default E setTol(double value) {
    return with(tol(), value);
  }

  /** Learning rate of all solvers but l-bfgs. */
  default DoubleParam stepSize() {
    return stageParams().stepSize;
  }

  /** Sets {@link #stepSize}. */
  default E setStepSize(double value) {
    return with(stepSize(), value);
  }

  /** The optimiser: l-bfgs, gd, or one of {@code train.optimizer.type}. */
  default Param<String> solver() {
    return stageParams().solver;
  }

  /** Sets {@link #solver}. */
  default E setSolver(String value) {
    return with(solver(), value);
  }

  /** Seed of every random choice. */
  default LongParam seed() {
    return stageParams().seed;
  }

  /** Sets {@link #seed}. */
  default E setSeed(long value) {
    return with(seed(), value);
  }

  /** Accepted and not used: rows of a block of Spark's classifier. */
  default IntParam blockSize() {
    return stageParams().blockSize;
  }

  /** Sets {@link #blockSize}. */
  default E setBlockSize(int value) {
    return with(blockSize(), value);
  }

  /** Accepted and not used: the depth of Spark's tree of sums; Dendrite's is fixed. */
  default IntParam aggregationDepth() {
    return stageParams().aggregationDepth;
  }

  /** Sets {@link #aggregationDepth}. */
  default E setAggregationDepth(int value) {
    return with(aggregationDepth(), value);
  }

  /** Epochs between checkpoints; -1 for none. */
  default IntParam checkpointInterval() {
    return stageParams().checkpointInterval;
  }

  /** Sets {@link #checkpointInterval}. */
  default E setCheckpointInterval(int value) {
    return with(checkpointInterval(), value);
  }

  /** First weights: for each layer its matrix column by column, then its biases. */
  default Param<Vector> initialWeights() {
    return stageParams().initialWeights;
  }

  /** Sets {@link #initialWeights}. */
  default E setInitialWeights(Vector value) {
    return with(initialWeights(), value);
  }

  /** Boolean column that marks the rows to validate with. */
  default Param<String> validationIndicatorCol() {
    return stageParams().validationIndicatorCol;
  }

  /** Sets {@link #validationIndicatorCol}. */
  default E setValidationIndicatorCol(String value) {
    return with(validationIndicatorCol(), value);
  }

  /** Settings as HOCON, below all params. */
  default Param<String> config() {
    return stageParams().config;
  }

  /** Sets {@link #config}. */
  default E setConfig(String hocon) {
    return with(config(), hocon);
  }

  /** Whether a fit goes on from its checkpoints. */
  default BooleanParam resume() {
    return stageParams().resume;
  }

  /** Sets {@link #resume}. */
  default E setResume(boolean value) {
    return with(resume(), value);
  }
}
