package io.dendrite.ml.param;

import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * Params that have the same names as the params of Spark ML's own estimators. A param that the
 * chosen solver does not use is accepted without effect, as in Spark.
 *
 * @param <E> the stage
 */
public interface MlpParams<E> extends KeyParams<E> {
  /** Names of the feature columns, used in place of {@code featuresCol}. */
  default StringArrayParam featuresCols() {
    return stageParams().featuresCols;
  }

  /** Sets {@link #featuresCols}. */
  default E setFeaturesCols(String... names) {
    return with(featuresCols(), names);
  }

  /**
   * How a stage treats rows that cannot be used: error (fail), skip (leave the row out) or keep
   * (replace the row's missing values).
   */
  default Param<String> handleInvalid() {
    return stageParams().handleInvalid;
  }

  /** Sets {@link #handleInvalid}. */
  default E setHandleInvalid(String value) {
    return with(handleInvalid(), value);
  }

  /** Number of units of each layer, from the features to the outputs. */
  default IntArrayParam layers() {
    return stageParams().layers;
  }

  /** Sets {@link #layers}. */
  default E setLayers(int[] units) {
    return with(layers(), units);
  }

  /** Number of epochs; with l-bfgs, the maximum number of iterations. */
  default IntParam maxIter() {
    return stageParams().maxIter;
  }

  /** Sets {@link #maxIter}. */
  default E setMaxIter(int value) {
    return with(maxIter(), value);
  }

  /**
   * Tolerance of l-bfgs. Training ends when the expected decrease of the loss in the next
   * iteration, as a fraction of the loss, is at most the square of this param.
   */
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

  /** The optimiser: l-bfgs, gd, or a value of {@code train.optimizer.type}. */
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

  /**
   * Accepted without effect. In Spark's classifier, this param is the number of rows in a block.
   */
  default IntParam blockSize() {
    return stageParams().blockSize;
  }

  /** Sets {@link #blockSize}. */
  default E setBlockSize(int value) {
    return with(blockSize(), value);
  }

  /**
   * Accepted without effect. In Spark, this param is the depth of the tree that sums gradients; the
   * tree that Dendrite uses is fixed.
   */
  default IntParam aggregationDepth() {
    return stageParams().aggregationDepth;
  }

  /** Sets {@link #aggregationDepth}. */
  default E setAggregationDepth(int value) {
    return with(aggregationDepth(), value);
  }

  /** Number of epochs (iterations with l-bfgs) between checkpoints; -1 for no checkpoints. */
  default IntParam checkpointInterval() {
    return stageParams().checkpointInterval;
  }

  /** Sets {@link #checkpointInterval}. */
  default E setCheckpointInterval(int value) {
    return with(checkpointInterval(), value);
  }

  /**
   * Weights that training starts from: for each layer the weight matrix column by column, then the
   * biases.
   */
  default Param<Vector> initialWeights() {
    return stageParams().initialWeights;
  }

  /** Sets {@link #initialWeights}. */
  default E setInitialWeights(Vector value) {
    return with(initialWeights(), value);
  }

  /** Boolean column that marks the validation rows. */
  default Param<String> validationIndicatorCol() {
    return stageParams().validationIndicatorCol;
  }

  /** Sets {@link #validationIndicatorCol}. */
  default E setValidationIndicatorCol(String value) {
    return with(validationIndicatorCol(), value);
  }

  /**
   * Settings as HOCON text. If a param and {@code config} set the same key, the param's value is
   * used.
   */
  default Param<String> config() {
    return stageParams().config;
  }

  /** Sets {@link #config}. */
  default E setConfig(String hocon) {
    return with(config(), hocon);
  }

  /**
   * Whether a fit continues from the newest checkpoint of an earlier fit of the same settings and
   * rows.
   */
  default BooleanParam resume() {
    return stageParams().resume;
  }

  /** Sets {@link #resume}. */
  default E setResume(boolean value) {
    return with(resume(), value);
  }
}
