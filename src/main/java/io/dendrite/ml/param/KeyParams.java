package io.dendrite.ml.param;

import io.dendrite.config.DataKeys;
import io.dendrite.config.NetworkKeys;
import io.dendrite.config.PlaceKeys;
import io.dendrite.config.PretrainKeys;
import io.dendrite.config.Settings;
import io.dendrite.config.TrainKeys;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;

/**
 * A param for each key of the configuration. Written from the declarations of the keys, by
 * KeyParamsTest.
 *
 * @param <E> the stage
 */
public interface KeyParams<E> {
  /** All params of the stage that are not Spark's own. */
  StageParams stageParams();

  /** Sets a param and returns the stage. */
  <T> E with(Param<T> param, T value);

  /**
   * The settings of an estimator's fit, as far as they do not depend on the data; the settings with
   * which a model was trained.
   */
  Settings settings();

  /** {@code data.classWeights}. */
  default Param<String> classWeights() {
    return stageParams().of(DataKeys.CLASS_WEIGHTS);
  }

  /** Sets {@link #classWeights}. */
  default E setClassWeights(String value) {
    return with(classWeights(), value);
  }

  /** The value of {@link #classWeights} in a fit, set or by default. */
  default String getClassWeights() {
    return settings().text(DataKeys.CLASS_WEIGHTS);
  }

  /** {@code data.encode}. */
  default Param<String> encode() {
    return stageParams().of(DataKeys.ENCODE);
  }

  /** Sets {@link #encode}. */
  default E setEncode(String value) {
    return with(encode(), value);
  }

  /** The value of {@link #encode} in a fit, set or by default. */
  default String getEncode() {
    return settings().text(DataKeys.ENCODE);
  }

  /** {@code data.missing}. */
  default Param<String> missing() {
    return stageParams().of(DataKeys.MISSING);
  }

  /** Sets {@link #missing}. */
  default E setMissing(String value) {
    return with(missing(), value);
  }

  /** The value of {@link #missing} in a fit, set or by default. */
  default String getMissing() {
    return settings().text(DataKeys.MISSING);
  }

  /** {@code data.validation}. */
  default DoubleParam validation() {
    return stageParams().of(DataKeys.VALIDATION);
  }

  /** Sets {@link #validation}. */
  default E setValidation(double value) {
    return with(validation(), value);
  }

  /** The value of {@link #validation} in a fit, set or by default. */
  default double getValidation() {
    return settings().get(DataKeys.VALIDATION);
  }

  /** {@code data.scale}. */
  default Param<String> scale() {
    return stageParams().of(DataKeys.SCALE);
  }

  /** Sets {@link #scale}. */
  default E setScale(String value) {
    return with(scale(), value);
  }

  /** The value of {@link #scale} in a fit, set or by default. */
  default String getScale() {
    return settings().text(DataKeys.SCALE);
  }

  /** {@code data.scaleTarget}. */
  default Param<String> scaleTarget() {
    return stageParams().of(DataKeys.SCALE_TARGET);
  }

  /** Sets {@link #scaleTarget}. */
  default E setScaleTarget(String value) {
    return with(scaleTarget(), value);
  }

  /** The value of {@link #scaleTarget} in a fit, set or by default. */
  default String getScaleTarget() {
    return settings().text(DataKeys.SCALE_TARGET);
  }

  /** {@code data.sparseBelow}. */
  default DoubleParam sparseBelow() {
    return stageParams().of(DataKeys.SPARSE_BELOW);
  }

  /** Sets {@link #sparseBelow}. */
  default E setSparseBelow(double value) {
    return with(sparseBelow(), value);
  }

  /** The value of {@link #sparseBelow} in a fit, set or by default. */
  default double getSparseBelow() {
    return settings().get(DataKeys.SPARSE_BELOW);
  }

  /** {@code data.partitions}. */
  default IntParam partitions() {
    return stageParams().of(DataKeys.PARTITIONS);
  }

  /** Sets {@link #partitions}. */
  default E setPartitions(int value) {
    return with(partitions(), value);
  }

  /** The value of {@link #partitions} in a fit, set or by default. */
  default int getPartitions() {
    return settings().get(DataKeys.PARTITIONS);
  }

  /** {@code data.badRows}. */
  default Param<String> badRows() {
    return stageParams().of(DataKeys.BAD_ROWS);
  }

  /** Sets {@link #badRows}. */
  default E setBadRows(String value) {
    return with(badRows(), value);
  }

  /** The value of {@link #badRows} in a fit, set or by default. */
  default String getBadRows() {
    return settings().text(DataKeys.BAD_ROWS);
  }

  /** {@code network.input}. */
  default Param<String> input() {
    return stageParams().of(NetworkKeys.INPUT);
  }

  /** Sets {@link #input}. */
  default E setInput(String value) {
    return with(input(), value);
  }

  /** The value of {@link #input} in a fit, set or by default. */
  default String getInput() {
    return settings().text(NetworkKeys.INPUT);
  }

  /** {@code network.loss}. */
  default Param<String> networkLoss() {
    return stageParams().of(NetworkKeys.LOSS);
  }

  /** Sets {@link #networkLoss}. */
  default E setNetworkLoss(String value) {
    return with(networkLoss(), value);
  }

  /** The value of {@link #networkLoss} in a fit, set or by default. */
  default String getNetworkLoss() {
    return settings().text(NetworkKeys.LOSS);
  }

  /** {@code train.epochs}. */
  default IntParam trainEpochs() {
    return stageParams().of(TrainKeys.EPOCHS);
  }

  /** Sets {@link #trainEpochs}. */
  default E setTrainEpochs(int value) {
    return with(trainEpochs(), value);
  }

  /** The value of {@link #trainEpochs} in a fit, set or by default. */
  default int getTrainEpochs() {
    return settings().get(TrainKeys.EPOCHS);
  }

  /** {@code train.batch}. */
  default Param<String> trainBatch() {
    return stageParams().of(TrainKeys.BATCH);
  }

  /** Sets {@link #trainBatch}. */
  default E setTrainBatch(String value) {
    return with(trainBatch(), value);
  }

  /** The value of {@link #trainBatch} in a fit, set or by default. */
  default String getTrainBatch() {
    return settings().text(TrainKeys.BATCH);
  }

  /** Sets {@link #trainBatch}. */
  default E setTrainBatch(int value) {
    return with(trainBatch(), Integer.toString(value));
  }

  /** {@code train.chunk}. */
  default IntParam chunk() {
    return stageParams().of(TrainKeys.CHUNK);
  }

  /** Sets {@link #chunk}. */
  default E setChunk(int value) {
    return with(chunk(), value);
  }

  /** The value of {@link #chunk} in a fit, set or by default. */
  default int getChunk() {
    return settings().get(TrainKeys.CHUNK);
  }

  /** {@code train.engine}. */
  default Param<String> engine() {
    return stageParams().of(TrainKeys.ENGINE);
  }

  /** Sets {@link #engine}. */
  default E setEngine(String value) {
    return with(engine(), value);
  }

  /** The value of {@link #engine} in a fit, set or by default. */
  default String getEngine() {
    return settings().text(TrainKeys.ENGINE);
  }

  /** {@code train.timeout}. */
  default Param<String> timeout() {
    return stageParams().of(TrainKeys.TIMEOUT);
  }

  /** Sets {@link #timeout}. */
  default E setTimeout(String value) {
    return with(timeout(), value);
  }

  /** The value of {@link #timeout} in a fit, set or by default. */
  default String getTimeout() {
    return settings().text(TrainKeys.TIMEOUT);
  }

  /** {@code train.maxTime}. */
  default Param<String> maxTime() {
    return stageParams().of(TrainKeys.MAX_TIME);
  }

  /** Sets {@link #maxTime}. */
  default E setMaxTime(String value) {
    return with(maxTime(), value);
  }

  /** The value of {@link #maxTime} in a fit, set or by default. */
  default String getMaxTime() {
    return settings().text(TrainKeys.MAX_TIME);
  }

  /** {@code train.ensemble}. */
  default IntParam ensemble() {
    return stageParams().of(TrainKeys.ENSEMBLE);
  }

  /** Sets {@link #ensemble}. */
  default E setEnsemble(int value) {
    return with(ensemble(), value);
  }

  /** The value of {@link #ensemble} in a fit, set or by default. */
  default int getEnsemble() {
    return settings().get(TrainKeys.ENSEMBLE);
  }

  /** {@code train.optimizer.type}. */
  default Param<String> optimizerType() {
    return stageParams().of(TrainKeys.OPTIMIZER_TYPE);
  }

  /** Sets {@link #optimizerType}. */
  default E setOptimizerType(String value) {
    return with(optimizerType(), value);
  }

  /** The value of {@link #optimizerType} in a fit, set or by default. */
  default String getOptimizerType() {
    return settings().text(TrainKeys.OPTIMIZER_TYPE);
  }

  /** {@code train.optimizer.rate}. */
  default DoubleParam optimizerRate() {
    return stageParams().of(TrainKeys.RATE);
  }

  /** Sets {@link #optimizerRate}. */
  default E setOptimizerRate(double value) {
    return with(optimizerRate(), value);
  }

  /** The value of {@link #optimizerRate} in a fit, set or by default. */
  default double getOptimizerRate() {
    return settings().get(TrainKeys.RATE);
  }

  /** {@code train.optimizer.momentum}. */
  default DoubleParam optimizerMomentum() {
    return stageParams().of(TrainKeys.MOMENTUM);
  }

  /** Sets {@link #optimizerMomentum}. */
  default E setOptimizerMomentum(double value) {
    return with(optimizerMomentum(), value);
  }

  /** The value of {@link #optimizerMomentum} in a fit, set or by default. */
  default double getOptimizerMomentum() {
    return settings().get(TrainKeys.MOMENTUM);
  }

  /** {@code train.optimizer.nesterov}. */
  default BooleanParam nesterov() {
    return stageParams().of(TrainKeys.NESTEROV);
  }

  /** Sets {@link #nesterov}. */
  default E setNesterov(boolean value) {
    return with(nesterov(), value);
  }

  /** The value of {@link #nesterov} in a fit, set or by default. */
  default boolean getNesterov() {
    return settings().get(TrainKeys.NESTEROV);
  }

  /** {@code train.optimizer.trust}. */
  default DoubleParam trust() {
    return stageParams().of(TrainKeys.TRUST);
  }

  /** Sets {@link #trust}. */
  default E setTrust(double value) {
    return with(trust(), value);
  }

  /** The value of {@link #trust} in a fit, set or by default. */
  default double getTrust() {
    return settings().get(TrainKeys.TRUST);
  }

  /** {@code train.optimizer.rho}. */
  default DoubleParam rho() {
    return stageParams().of(TrainKeys.RHO);
  }

  /** Sets {@link #rho}. */
  default E setRho(double value) {
    return with(rho(), value);
  }

  /** The value of {@link #rho} in a fit, set or by default. */
  default double getRho() {
    return settings().get(TrainKeys.RHO);
  }

  /** {@code train.optimizer.beta1}. */
  default DoubleParam beta1() {
    return stageParams().of(TrainKeys.BETA1);
  }

  /** Sets {@link #beta1}. */
  default E setBeta1(double value) {
    return with(beta1(), value);
  }

  /** The value of {@link #beta1} in a fit, set or by default. */
  default double getBeta1() {
    return settings().get(TrainKeys.BETA1);
  }

  /** {@code train.optimizer.beta2}. */
  default DoubleParam beta2() {
    return stageParams().of(TrainKeys.BETA2);
  }

  /** Sets {@link #beta2}. */
  default E setBeta2(double value) {
    return with(beta2(), value);
  }

  /** The value of {@link #beta2} in a fit, set or by default. */
  default double getBeta2() {
    return settings().get(TrainKeys.BETA2);
  }

  /** {@code train.optimizer.epsilon}. */
  default DoubleParam epsilon() {
    return stageParams().of(TrainKeys.EPSILON);
  }

  /** Sets {@link #epsilon}. */
  default E setEpsilon(double value) {
    return with(epsilon(), value);
  }

  /** The value of {@link #epsilon} in a fit, set or by default. */
  default double getEpsilon() {
    return settings().get(TrainKeys.EPSILON);
  }

  /** {@code train.optimizer.memory}. */
  default IntParam memory() {
    return stageParams().of(TrainKeys.MEMORY);
  }

  /** Sets {@link #memory}. */
  default E setMemory(int value) {
    return with(memory(), value);
  }

  /** The value of {@link #memory} in a fit, set or by default. */
  default int getMemory() {
    return settings().get(TrainKeys.MEMORY);
  }

  /** {@code train.optimizer.tolerance}. */
  default DoubleParam tolerance() {
    return stageParams().of(TrainKeys.TOLERANCE);
  }

  /** Sets {@link #tolerance}. */
  default E setTolerance(double value) {
    return with(tolerance(), value);
  }

  /** The value of {@link #tolerance} in a fit, set or by default. */
  default double getTolerance() {
    return settings().get(TrainKeys.TOLERANCE);
  }

  /** {@code train.optimizer.weightDecay}. */
  default DoubleParam weightDecay() {
    return stageParams().of(TrainKeys.WEIGHT_DECAY);
  }

  /** Sets {@link #weightDecay}. */
  default E setWeightDecay(double value) {
    return with(weightDecay(), value);
  }

  /** The value of {@link #weightDecay} in a fit, set or by default. */
  default double getWeightDecay() {
    return settings().get(TrainKeys.WEIGHT_DECAY);
  }

  /** {@code train.optimizer.l1}. */
  default DoubleParam l1() {
    return stageParams().of(TrainKeys.L1);
  }

  /** Sets {@link #l1}. */
  default E setL1(double value) {
    return with(l1(), value);
  }

  /** The value of {@link #l1} in a fit, set or by default. */
  default double getL1() {
    return settings().get(TrainKeys.L1);
  }

  /** {@code train.optimizer.maxNorm}. */
  default DoubleParam maxNorm() {
    return stageParams().of(TrainKeys.MAX_NORM);
  }

  /** Sets {@link #maxNorm}. */
  default E setMaxNorm(double value) {
    return with(maxNorm(), value);
  }

  /** The value of {@link #maxNorm} in a fit, set or by default. */
  default double getMaxNorm() {
    return settings().get(TrainKeys.MAX_NORM);
  }

  /** {@code train.optimizer.clipValue}. */
  default DoubleParam clipValue() {
    return stageParams().of(TrainKeys.CLIP_VALUE);
  }

  /** Sets {@link #clipValue}. */
  default E setClipValue(double value) {
    return with(clipValue(), value);
  }

  /** The value of {@link #clipValue} in a fit, set or by default. */
  default double getClipValue() {
    return settings().get(TrainKeys.CLIP_VALUE);
  }

  /** {@code train.optimizer.clipNorm}. */
  default DoubleParam clipNorm() {
    return stageParams().of(TrainKeys.CLIP_NORM);
  }

  /** Sets {@link #clipNorm}. */
  default E setClipNorm(double value) {
    return with(clipNorm(), value);
  }

  /** The value of {@link #clipNorm} in a fit, set or by default. */
  default double getClipNorm() {
    return settings().get(TrainKeys.CLIP_NORM);
  }

  /** {@code train.schedule.type}. */
  default Param<String> scheduleType() {
    return stageParams().of(TrainKeys.SCHEDULE_TYPE);
  }

  /** Sets {@link #scheduleType}. */
  default E setScheduleType(String value) {
    return with(scheduleType(), value);
  }

  /** The value of {@link #scheduleType} in a fit, set or by default. */
  default String getScheduleType() {
    return settings().text(TrainKeys.SCHEDULE_TYPE);
  }

  /** {@code train.schedule.decay}. */
  default DoubleParam scheduleDecay() {
    return stageParams().of(TrainKeys.SCHEDULE_DECAY);
  }

  /** Sets {@link #scheduleDecay}. */
  default E setScheduleDecay(double value) {
    return with(scheduleDecay(), value);
  }

  /** The value of {@link #scheduleDecay} in a fit, set or by default. */
  default double getScheduleDecay() {
    return settings().get(TrainKeys.SCHEDULE_DECAY);
  }

  /** {@code train.schedule.every}. */
  default IntParam scheduleEvery() {
    return stageParams().of(TrainKeys.EVERY);
  }

  /** Sets {@link #scheduleEvery}. */
  default E setScheduleEvery(int value) {
    return with(scheduleEvery(), value);
  }

  /** The value of {@link #scheduleEvery} in a fit, set or by default. */
  default int getScheduleEvery() {
    return settings().get(TrainKeys.EVERY);
  }

  /** {@code train.schedule.power}. */
  default DoubleParam power() {
    return stageParams().of(TrainKeys.POWER);
  }

  /** Sets {@link #power}. */
  default E setPower(double value) {
    return with(power(), value);
  }

  /** The value of {@link #power} in a fit, set or by default. */
  default double getPower() {
    return settings().get(TrainKeys.POWER);
  }

  /** {@code train.schedule.warmup}. */
  default DoubleParam warmup() {
    return stageParams().of(TrainKeys.WARMUP);
  }

  /** Sets {@link #warmup}. */
  default E setWarmup(double value) {
    return with(warmup(), value);
  }

  /** The value of {@link #warmup} in a fit, set or by default. */
  default double getWarmup() {
    return settings().get(TrainKeys.WARMUP);
  }

  /** {@code train.average.type}. */
  default Param<String> averageType() {
    return stageParams().of(TrainKeys.AVERAGE_TYPE);
  }

  /** Sets {@link #averageType}. */
  default E setAverageType(String value) {
    return with(averageType(), value);
  }

  /** The value of {@link #averageType} in a fit, set or by default. */
  default String getAverageType() {
    return settings().text(TrainKeys.AVERAGE_TYPE);
  }

  /** {@code train.average.decay}. */
  default DoubleParam averageDecay() {
    return stageParams().of(TrainKeys.AVERAGE_DECAY);
  }

  /** Sets {@link #averageDecay}. */
  default E setAverageDecay(double value) {
    return with(averageDecay(), value);
  }

  /** The value of {@link #averageDecay} in a fit, set or by default. */
  default double getAverageDecay() {
    return settings().get(TrainKeys.AVERAGE_DECAY);
  }

  /** {@code train.average.from}. */
  default IntParam from() {
    return stageParams().of(TrainKeys.FROM);
  }

  /** Sets {@link #from}. */
  default E setFrom(int value) {
    return with(from(), value);
  }

  /** The value of {@link #from} in a fit, set or by default. */
  default int getFrom() {
    return settings().get(TrainKeys.FROM);
  }

  /** {@code train.stop.metric}. */
  default Param<String> metric() {
    return stageParams().of(TrainKeys.METRIC);
  }

  /** Sets {@link #metric}. */
  default E setMetric(String value) {
    return with(metric(), value);
  }

  /** The value of {@link #metric} in a fit, set or by default. */
  default String getMetric() {
    return settings().text(TrainKeys.METRIC);
  }

  /** {@code train.stop.patience}. */
  default IntParam patience() {
    return stageParams().of(TrainKeys.PATIENCE);
  }

  /** Sets {@link #patience}. */
  default E setPatience(int value) {
    return with(patience(), value);
  }

  /** The value of {@link #patience} in a fit, set or by default. */
  default int getPatience() {
    return settings().get(TrainKeys.PATIENCE);
  }

  /** {@code pretrain.type}. */
  default Param<String> pretrainType() {
    return stageParams().of(PretrainKeys.TYPE);
  }

  /** Sets {@link #pretrainType}. */
  default E setPretrainType(String value) {
    return with(pretrainType(), value);
  }

  /** The value of {@link #pretrainType} in a fit, set or by default. */
  default String getPretrainType() {
    return settings().text(PretrainKeys.TYPE);
  }

  /** {@code pretrain.data}. */
  default Param<String> data() {
    return stageParams().of(PretrainKeys.DATA);
  }

  /** Sets {@link #data}. */
  default E setData(String value) {
    return with(data(), value);
  }

  /** The value of {@link #data} in a fit, set or by default. */
  default String getData() {
    return settings().text(PretrainKeys.DATA);
  }

  /** {@code pretrain.epochs}. */
  default IntParam pretrainEpochs() {
    return stageParams().of(PretrainKeys.EPOCHS);
  }

  /** Sets {@link #pretrainEpochs}. */
  default E setPretrainEpochs(int value) {
    return with(pretrainEpochs(), value);
  }

  /** The value of {@link #pretrainEpochs} in a fit, set or by default. */
  default int getPretrainEpochs() {
    return settings().get(PretrainKeys.EPOCHS);
  }

  /** {@code pretrain.batch}. */
  default IntParam pretrainBatch() {
    return stageParams().of(PretrainKeys.BATCH);
  }

  /** Sets {@link #pretrainBatch}. */
  default E setPretrainBatch(int value) {
    return with(pretrainBatch(), value);
  }

  /** The value of {@link #pretrainBatch} in a fit, set or by default. */
  default int getPretrainBatch() {
    return settings().get(PretrainKeys.BATCH);
  }

  /** {@code pretrain.rate}. */
  default DoubleParam pretrainRate() {
    return stageParams().of(PretrainKeys.RATE);
  }

  /** Sets {@link #pretrainRate}. */
  default E setPretrainRate(double value) {
    return with(pretrainRate(), value);
  }

  /** The value of {@link #pretrainRate} in a fit, set or by default. */
  default double getPretrainRate() {
    return settings().get(PretrainKeys.RATE);
  }

  /** {@code pretrain.momentum}. */
  default DoubleParam pretrainMomentum() {
    return stageParams().of(PretrainKeys.MOMENTUM);
  }

  /** Sets {@link #pretrainMomentum}. */
  default E setPretrainMomentum(double value) {
    return with(pretrainMomentum(), value);
  }

  /** The value of {@link #pretrainMomentum} in a fit, set or by default. */
  default double getPretrainMomentum() {
    return settings().get(PretrainKeys.MOMENTUM);
  }

  /** {@code pretrain.corruption}. */
  default DoubleParam corruption() {
    return stageParams().of(PretrainKeys.CORRUPTION);
  }

  /** Sets {@link #corruption}. */
  default E setCorruption(double value) {
    return with(corruption(), value);
  }

  /** The value of {@link #corruption} in a fit, set or by default. */
  default double getCorruption() {
    return settings().get(PretrainKeys.CORRUPTION);
  }

  /** {@code pretrain.loss}. */
  default Param<String> pretrainLoss() {
    return stageParams().of(PretrainKeys.LOSS);
  }

  /** Sets {@link #pretrainLoss}. */
  default E setPretrainLoss(String value) {
    return with(pretrainLoss(), value);
  }

  /** The value of {@link #pretrainLoss} in a fit, set or by default. */
  default String getPretrainLoss() {
    return settings().text(PretrainKeys.LOSS);
  }

  /** {@code checkpoint.dir}. */
  default Param<String> checkpointDir() {
    return stageParams().of(PlaceKeys.CHECKPOINT_DIR);
  }

  /** Sets {@link #checkpointDir}. */
  default E setCheckpointDir(String value) {
    return with(checkpointDir(), value);
  }

  /** The value of {@link #checkpointDir} in a fit, set or by default. */
  default String getCheckpointDir() {
    return settings().text(PlaceKeys.CHECKPOINT_DIR);
  }

  /** {@code checkpoint.every}. */
  default Param<String> checkpointEvery() {
    return stageParams().of(PlaceKeys.EVERY);
  }

  /** Sets {@link #checkpointEvery}. */
  default E setCheckpointEvery(String value) {
    return with(checkpointEvery(), value);
  }

  /** The value of {@link #checkpointEvery} in a fit, set or by default. */
  default String getCheckpointEvery() {
    return settings().text(PlaceKeys.EVERY);
  }

  /** {@code checkpoint.onFailure}. */
  default Param<String> onFailure() {
    return stageParams().of(PlaceKeys.ON_FAILURE);
  }

  /** Sets {@link #onFailure}. */
  default E setOnFailure(String value) {
    return with(onFailure(), value);
  }

  /** The value of {@link #onFailure} in a fit, set or by default. */
  default String getOnFailure() {
    return settings().text(PlaceKeys.ON_FAILURE);
  }

  /** {@code checkpoint.keep}. */
  default IntParam keep() {
    return stageParams().of(PlaceKeys.KEEP);
  }

  /** Sets {@link #keep}. */
  default E setKeep(int value) {
    return with(keep(), value);
  }

  /** The value of {@link #keep} in a fit, set or by default. */
  default int getKeep() {
    return settings().get(PlaceKeys.KEEP);
  }

  /** {@code blas.library}. */
  default Param<String> library() {
    return stageParams().of(PlaceKeys.LIBRARY);
  }

  /** Sets {@link #library}. */
  default E setLibrary(String value) {
    return with(library(), value);
  }

  /** The value of {@link #library} in a fit, set or by default. */
  default String getLibrary() {
    return settings().text(PlaceKeys.LIBRARY);
  }

  /** {@code blas.require}. */
  default Param<String> require() {
    return stageParams().of(PlaceKeys.REQUIRE);
  }

  /** Sets {@link #require}. */
  default E setRequire(String value) {
    return with(require(), value);
  }

  /** The value of {@link #require} in a fit, set or by default. */
  default String getRequire() {
    return settings().text(PlaceKeys.REQUIRE);
  }
}
