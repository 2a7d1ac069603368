package io.dendrite.ml.param;

import io.dendrite.config.TrainKeys;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
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
   * The value of {@link #featuresCols}.
   *
   * @throws java.util.NoSuchElementException if it is not set
   */
  default String[] getFeaturesCols() {
    return ((Params) this).getOrDefault(featuresCols());
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

  /** The value of {@link #handleInvalid}. */
  default String getHandleInvalid() {
    return ((Params) this).getOrDefault(handleInvalid());
  }

  /** Number of units of each layer, from the features to the outputs. */
  default IntArrayParam layers() {
    return stageParams().layers;
  }

  /** Sets {@link #layers}. */
  default E setLayers(int[] units) {
    return with(layers(), units);
  }

  /**
   * The value of {@link #layers}.
   *
   * @throws java.util.NoSuchElementException if it is not set
   */
  default int[] getLayers() {
    return ((Params) this).getOrDefault(layers());
  }

  /** Number of epochs; with l-bfgs, the maximum number of iterations. */
  default IntParam maxIter() {
    return stageParams().maxIter;
  }

  /** Sets {@link #maxIter}. */
  default E setMaxIter(int value) {
    return with(maxIter(), value);
  }

  /** The value of {@link #maxIter} in a fit; the default of the stage where it is not set. */
  default int getMaxIter() {
    return settings().get(TrainKeys.EPOCHS);
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

  /** The value of {@link #tol} in a fit; the default of the stage where it is not set. */
  default double getTol() {
    return settings().get(TrainKeys.TOLERANCE);
  }

  /** Learning rate of all solvers but l-bfgs. */
  default DoubleParam stepSize() {
    return stageParams().stepSize;
  }

  /** Sets {@link #stepSize}. */
  default E setStepSize(double value) {
    return with(stepSize(), value);
  }

  /** The value of {@link #stepSize} in a fit; the default of the stage where it is not set. */
  default double getStepSize() {
    return settings().get(TrainKeys.RATE);
  }

  /** The optimiser: l-bfgs, gd, or a value of {@code train.optimizer.type}. */
  default Param<String> solver() {
    return stageParams().solver;
  }

  /** Sets {@link #solver}. */
  default E setSolver(String value) {
    return with(solver(), value);
  }

  /** The optimiser of a fit: l-bfgs, or a value of {@code train.optimizer.type}. */
  default String getSolver() {
    String type = settings().get(TrainKeys.OPTIMIZER_TYPE);
    return type.equals("lbfgs") ? "l-bfgs" : type;
  }

  /** Seed of every random choice. */
  default LongParam seed() {
    return stageParams().seed;
  }

  /** Sets {@link #seed}. */
  default E setSeed(long value) {
    return with(seed(), value);
  }

  /** Seed of every random choice in a fit. */
  default long getSeed() {
    return settings().get(TrainKeys.SEED);
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
   * The value of {@link #blockSize}.
   *
   * @throws java.util.NoSuchElementException if it is not set
   */
  default int getBlockSize() {
    return (int) ((Params) this).getOrDefault(blockSize());
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

  /**
   * The value of {@link #aggregationDepth}.
   *
   * @throws java.util.NoSuchElementException if it is not set
   */
  default int getAggregationDepth() {
    return (int) ((Params) this).getOrDefault(aggregationDepth());
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
   * The value of {@link #checkpointInterval}.
   *
   * @throws java.util.NoSuchElementException if it is not set
   */
  default int getCheckpointInterval() {
    return (int) ((Params) this).getOrDefault(checkpointInterval());
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

  /**
   * The value of {@link #initialWeights}.
   *
   * @throws java.util.NoSuchElementException if it is not set
   */
  default Vector getInitialWeights() {
    return ((Params) this).getOrDefault(initialWeights());
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
   * The value of {@link #validationIndicatorCol}.
   *
   * @throws java.util.NoSuchElementException if it is not set
   */
  default String getValidationIndicatorCol() {
    return ((Params) this).getOrDefault(validationIndicatorCol());
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
   * The value of {@link #config}.
   *
   * @throws java.util.NoSuchElementException if it is not set
   */
  default String getConfig() {
    return ((Params) this).getOrDefault(config());
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

  /** The value of {@link #resume}. */
  default boolean getResume() {
    return (boolean) ((Params) this).getOrDefault(resume());
  }
}
