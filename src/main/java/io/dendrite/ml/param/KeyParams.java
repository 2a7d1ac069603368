package io.dendrite.ml.param;

import io.dendrite.config.DataKeys;
import io.dendrite.config.NetworkKeys;
import io.dendrite.config.PlaceKeys;
import io.dendrite.config.PretrainKeys;
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

  /** {@code data.classWeights}. */
  default Param<String> classWeights() {
    return stageParams().of(DataKeys.CLASS_WEIGHTS);
  }

  /** Sets {@link #classWeights}. */
  default E setClassWeights(String value) {
    return with(classWeights(), value);
  }

  /** {@code data.encode}. */
  default Param<String> encode() {
    return stageParams().of(DataKeys.ENCODE);
  }

  /** Sets {@link #encode}. */
  default E setEncode(String value) {
    return with(encode(), value);
  }

  /** {@code data.missing}. */
  default Param<String> missing() {
    return stageParams().of(DataKeys.MISSING);
  }

  /** Sets {@link #missing}. */
  default E setMissing(String value) {
    return with(missing(), value);
  }

  /** {@code data.validation}. */
  default DoubleParam validation() {
    return stageParams().of(DataKeys.VALIDATION);
  }

  /** Sets {@link #validation}. */
  default E setValidation(double value) {
    return with(validation(), value);
  }

  /** {@code data.scale}. */
  default Param<String> scale() {
    return stageParams().of(DataKeys.SCALE);
  }

  /** Sets {@link #scale}. */
  default E setScale(String value) {
    return with(scale(), value);
  }

  /** {@code data.scaleTarget}. */
  default Param<String> scaleTarget() {
    return stageParams().of(DataKeys.SCALE_TARGET);
  }

  /** Sets {@link #scaleTarget}. */
  default E setScaleTarget(String value) {
    return with(scaleTarget(), value);
  }

  /** {@code data.sparseBelow}. */
  default DoubleParam sparseBelow() {
    return stageParams().of(DataKeys.SPARSE_BELOW);
  }

  /** Sets {@link #sparseBelow}. */
  default E setSparseBelow(double value) {
    return with(sparseBelow(), value);
  }

  /** {@code data.partitions}. */
  default IntParam partitions() {
    return stageParams().of(DataKeys.PARTITIONS);
  }

  /** Sets {@link #partitions}. */
  default E setPartitions(int value) {
    return with(partitions(), value);
  }

  /** {@code data.badRows}. */
  default Param<String> badRows() {
    return stageParams().of(DataKeys.BAD_ROWS);
  }

  /** Sets {@link #badRows}. */
  default E setBadRows(String value) {
    return with(badRows(), value);
  }

  /** {@code network.input}. */
  default Param<String> input() {
    return stageParams().of(NetworkKeys.INPUT);
  }

  /** Sets {@link #input}. */
  default E setInput(String value) {
    return with(input(), value);
  }

  /** {@code network.loss}. */
  default Param<String> networkLoss() {
    return stageParams().of(NetworkKeys.LOSS);
  }

  /** Sets {@link #networkLoss}. */
  default E setNetworkLoss(String value) {
    return with(networkLoss(), value);
  }

  /** {@code train.epochs}. */
  default IntParam trainEpochs() {
    return stageParams().of(TrainKeys.EPOCHS);
  }

  /** Sets {@link #trainEpochs}. */
  default E setTrainEpochs(int value) {
    return with(trainEpochs(), value);
  }

  /** {@code train.batch}. */
  default Param<String> trainBatch() {
    return stageParams().of(TrainKeys.BATCH);
  }

  /** Sets {@link #trainBatch}. */
  default E setTrainBatch(String value) {
    return with(trainBatch(), value);
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

  /** {@code train.engine}. */
  default Param<String> engine() {
    return stageParams().of(TrainKeys.ENGINE);
  }

  /** Sets {@link #engine}. */
  default E setEngine(String value) {
    return with(engine(), value);
  }

  /** {@code train.timeout}. */
  default Param<String> timeout() {
    return stageParams().of(TrainKeys.TIMEOUT);
  }

  /** Sets {@link #timeout}. */
  default E setTimeout(String value) {
    return with(timeout(), value);
  }

  /** {@code train.maxTime}. */
  default Param<String> maxTime() {
    return stageParams().of(TrainKeys.MAX_TIME);
  }

  /** Sets {@link #maxTime}. */
  default E setMaxTime(String value) {
    return with(maxTime(), value);
  }

  /** {@code train.ensemble}. */
  default IntParam ensemble() {
    return stageParams().of(TrainKeys.ENSEMBLE);
  }

  /** Sets {@link #ensemble}. */
  default E setEnsemble(int value) {
    return with(ensemble(), value);
  }

  /** {@code train.optimizer.type}. */
  default Param<String> optimizerType() {
    return stageParams().of(TrainKeys.OPTIMIZER_TYPE);
  }

  /** Sets {@link #optimizerType}. */
  default E setOptimizerType(String value) {
    return with(optimizerType(), value);
  }

  /** {@code train.optimizer.rate}. */
  default DoubleParam optimizerRate() {
    return stageParams().of(TrainKeys.RATE);
  }

  /** Sets {@link #optimizerRate}. */
  default E setOptimizerRate(double value) {
    return with(optimizerRate(), value);
  }

  /** {@code train.optimizer.momentum}. */
  default DoubleParam optimizerMomentum() {
    return stageParams().of(TrainKeys.MOMENTUM);
  }

  /** Sets {@link #optimizerMomentum}. */
  default E setOptimizerMomentum(double value) {
    return with(optimizerMomentum(), value);
  }

  /** {@code train.optimizer.nesterov}. */
  default BooleanParam nesterov() {
    return stageParams().of(TrainKeys.NESTEROV);
  }

  /** Sets {@link #nesterov}. */
  default E setNesterov(boolean value) {
    return with(nesterov(), value);
  }

  /** {@code train.optimizer.trust}. */
  default DoubleParam trust() {
    return stageParams().of(TrainKeys.TRUST);
  }

  /** Sets {@link #trust}. */
  default E setTrust(double value) {
    return with(trust(), value);
  }

  /** {@code train.optimizer.rho}. */
  default DoubleParam rho() {
    return stageParams().of(TrainKeys.RHO);
  }

  /** Sets {@link #rho}. */
  default E setRho(double value) {
    return with(rho(), value);
  }

  /** {@code train.optimizer.beta1}. */
  default DoubleParam beta1() {
    return stageParams().of(TrainKeys.BETA1);
  }

  /** Sets {@link #beta1}. */
  default E setBeta1(double value) {
    return with(beta1(), value);
  }

  /** {@code train.optimizer.beta2}. */
  default DoubleParam beta2() {
    return stageParams().of(TrainKeys.BETA2);
  }

  /** Sets {@link #beta2}. */
  default E setBeta2(double value) {
    return with(beta2(), value);
  }

  /** {@code train.optimizer.epsilon}. */
  default DoubleParam epsilon() {
    return stageParams().of(TrainKeys.EPSILON);
  }

  /** Sets {@link #epsilon}. */
  default E setEpsilon(double value) {
    return with(epsilon(), value);
  }

  /** {@code train.optimizer.memory}. */
  default IntParam memory() {
    return stageParams().of(TrainKeys.MEMORY);
  }

  /** Sets {@link #memory}. */
  default E setMemory(int value) {
    return with(memory(), value);
  }

  /** {@code train.optimizer.tolerance}. */
  default DoubleParam tolerance() {
    return stageParams().of(TrainKeys.TOLERANCE);
  }

  /** Sets {@link #tolerance}. */
  default E setTolerance(double value) {
    return with(tolerance(), value);
  }

  /** {@code train.optimizer.weightDecay}. */
  default DoubleParam weightDecay() {
    return stageParams().of(TrainKeys.WEIGHT_DECAY);
  }

  /** Sets {@link #weightDecay}. */
  default E setWeightDecay(double value) {
    return with(weightDecay(), value);
  }

  /** {@code train.optimizer.l1}. */
  default DoubleParam l1() {
    return stageParams().of(TrainKeys.L1);
  }

  /** Sets {@link #l1}. */
  default E setL1(double value) {
    return with(l1(), value);
  }

  /** {@code train.optimizer.maxNorm}. */
  default DoubleParam maxNorm() {
    return stageParams().of(TrainKeys.MAX_NORM);
  }

  /** Sets {@link #maxNorm}. */
  default E setMaxNorm(double value) {
    return with(maxNorm(), value);
  }

  /** {@code train.optimizer.clipValue}. */
  default DoubleParam clipValue() {
    return stageParams().of(TrainKeys.CLIP_VALUE);
  }

  /** Sets {@link #clipValue}. */
  default E setClipValue(double value) {
    return with(clipValue(), value);
  }

  /** {@code train.optimizer.clipNorm}. */
  default DoubleParam clipNorm() {
    return stageParams().of(TrainKeys.CLIP_NORM);
  }

  /** Sets {@link #clipNorm}. */
  default E setClipNorm(double value) {
    return with(clipNorm(), value);
  }

  /** {@code train.schedule.type}. */
  default Param<String> scheduleType() {
    return stageParams().of(TrainKeys.SCHEDULE_TYPE);
  }

  /** Sets {@link #scheduleType}. */
  default E setScheduleType(String value) {
    return with(scheduleType(), value);
  }

  /** {@code train.schedule.decay}. */
  default DoubleParam scheduleDecay() {
    return stageParams().of(TrainKeys.SCHEDULE_DECAY);
  }

  /** Sets {@link #scheduleDecay}. */
  default E setScheduleDecay(double value) {
    return with(scheduleDecay(), value);
  }

  /** {@code train.schedule.every}. */
  default IntParam scheduleEvery() {
    return stageParams().of(TrainKeys.EVERY);
  }

  /** Sets {@link #scheduleEvery}. */
  default E setScheduleEvery(int value) {
    return with(scheduleEvery(), value);
  }

  /** {@code train.schedule.power}. */
  default DoubleParam power() {
    return stageParams().of(TrainKeys.POWER);
  }

  /** Sets {@link #power}. */
  default E setPower(double value) {
    return with(power(), value);
  }

  /** {@code train.schedule.warmup}. */
  default DoubleParam warmup() {
    return stageParams().of(TrainKeys.WARMUP);
  }

  /** Sets {@link #warmup}. */
  default E setWarmup(double value) {
    return with(warmup(), value);
  }

  /** {@code train.average.type}. */
  default Param<String> averageType() {
    return stageParams().of(TrainKeys.AVERAGE_TYPE);
  }

  /** Sets {@link #averageType}. */
  default E setAverageType(String value) {
    return with(averageType(), value);
  }

  /** {@code train.average.decay}. */
  default DoubleParam averageDecay() {
    return stageParams().of(TrainKeys.AVERAGE_DECAY);
  }

  /** Sets {@link #averageDecay}. */
  default E setAverageDecay(double value) {
    return with(averageDecay(), value);
  }

  /** {@code train.average.from}. */
  default IntParam from() {
    return stageParams().of(TrainKeys.FROM);
  }

  /** Sets {@link #from}. */
  default E setFrom(int value) {
    return with(from(), value);
  }

  /** {@code train.stop.metric}. */
  default Param<String> metric() {
    return stageParams().of(TrainKeys.METRIC);
  }

  /** Sets {@link #metric}. */
  default E setMetric(String value) {
    return with(metric(), value);
  }

  /** {@code train.stop.patience}. */
  default IntParam patience() {
    return stageParams().of(TrainKeys.PATIENCE);
  }

  /** Sets {@link #patience}. */
  default E setPatience(int value) {
    return with(patience(), value);
  }

  /** {@code pretrain.type}. */
  default Param<String> pretrainType() {
    return stageParams().of(PretrainKeys.TYPE);
  }

  /** Sets {@link #pretrainType}. */
  default E setPretrainType(String value) {
    return with(pretrainType(), value);
  }

  /** {@code pretrain.data}. */
  default Param<String> data() {
    return stageParams().of(PretrainKeys.DATA);
  }

  /** Sets {@link #data}. */
  default E setData(String value) {
    return with(data(), value);
  }

  /** {@code pretrain.epochs}. */
  default IntParam pretrainEpochs() {
    return stageParams().of(PretrainKeys.EPOCHS);
  }

  /** Sets {@link #pretrainEpochs}. */
  default E setPretrainEpochs(int value) {
    return with(pretrainEpochs(), value);
  }

  /** {@code pretrain.batch}. */
  default IntParam pretrainBatch() {
    return stageParams().of(PretrainKeys.BATCH);
  }

  /** Sets {@link #pretrainBatch}. */
  default E setPretrainBatch(int value) {
    return with(pretrainBatch(), value);
  }

  /** {@code pretrain.rate}. */
  default DoubleParam pretrainRate() {
    return stageParams().of(PretrainKeys.RATE);
  }

  /** Sets {@link #pretrainRate}. */
  default E setPretrainRate(double value) {
    return with(pretrainRate(), value);
  }

  /** {@code pretrain.momentum}. */
  default DoubleParam pretrainMomentum() {
    return stageParams().of(PretrainKeys.MOMENTUM);
  }

  /** Sets {@link #pretrainMomentum}. */
  default E setPretrainMomentum(double value) {
    return with(pretrainMomentum(), value);
  }

  /** {@code pretrain.corruption}. */
  default DoubleParam corruption() {
    return stageParams().of(PretrainKeys.CORRUPTION);
  }

  /** Sets {@link #corruption}. */
  default E setCorruption(double value) {
    return with(corruption(), value);
  }

  /** {@code pretrain.loss}. */
  default Param<String> pretrainLoss() {
    return stageParams().of(PretrainKeys.LOSS);
  }

  /** Sets {@link #pretrainLoss}. */
  default E setPretrainLoss(String value) {
    return with(pretrainLoss(), value);
  }

  /** {@code checkpoint.dir}. */
  default Param<String> checkpointDir() {
    return stageParams().of(PlaceKeys.CHECKPOINT_DIR);
  }

  /** Sets {@link #checkpointDir}. */
  default E setCheckpointDir(String value) {
    return with(checkpointDir(), value);
  }

  /** {@code checkpoint.every}. */
  default Param<String> checkpointEvery() {
    return stageParams().of(PlaceKeys.EVERY);
  }

  /** Sets {@link #checkpointEvery}. */
  default E setCheckpointEvery(String value) {
    return with(checkpointEvery(), value);
  }

  /** {@code checkpoint.onFailure}. */
  default Param<String> onFailure() {
    return stageParams().of(PlaceKeys.ON_FAILURE);
  }

  /** Sets {@link #onFailure}. */
  default E setOnFailure(String value) {
    return with(onFailure(), value);
  }

  /** {@code checkpoint.keep}. */
  default IntParam keep() {
    return stageParams().of(PlaceKeys.KEEP);
  }

  /** Sets {@link #keep}. */
  default E setKeep(int value) {
    return with(keep(), value);
  }

  /** {@code blas.library}. */
  default Param<String> library() {
    return stageParams().of(PlaceKeys.LIBRARY);
  }

  /** Sets {@link #library}. */
  default E setLibrary(String value) {
    return with(library(), value);
  }

  /** {@code blas.require}. */
  default Param<String> require() {
    return stageParams().of(PlaceKeys.REQUIRE);
  }

  /** Sets {@link #require}. */
  default E setRequire(String value) {
    return with(require(), value);
  }
}
