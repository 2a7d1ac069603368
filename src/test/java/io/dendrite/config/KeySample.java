package io.dendrite.config;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Another value of a key than its default, with the settings among which it does something.
 *
 * @param value as {@code --set} takes it
 * @param around further settings
 */
public record KeySample(Key<?> key, String value, List<String> around) {
  private static final String SIGMOIDS =
      "network.layers=[\"inner-product 4\", sigmoid, \"inner-product 3\"]";
  private static final String DENOISING = "pretrain.type=denoising";
  private static final String TABLE = "data.train=TABLE";
  private static final String NUMERIC = "data.features=[a, b, c, d, e]";
  private static final String NAMES = "data.features=[a, b, w]";

  private static final Map<String, List<String>> VALUES =
      Map.ofEntries(
          entry("data.train", List.of("TABLE", NUMERIC, "data.missing=mean")),
          entry("data.test", List.of("ROWS")),
          entry("data.labels", List.of("labels-idx1-ubyte")),
          entry("data.format", List.of("csv")),
          entry("data.options", List.of("{versionAsOf = 12}")),
          entry("data.label", List.of("t", TABLE, NUMERIC, "data.missing=mean")),
          entry("data.features", List.of("[a, b]")),
          entry("data.weight", List.of("w", TABLE, NUMERIC, "data.missing=mean")),
          entry("data.classWeights", List.of("[1, 2, 3]")),
          entry("data.categorical", List.of("[w]", TABLE, NAMES, "data.missing=mean")),
          entry(
              "data.encode",
              List.of("index", TABLE, NAMES, "data.missing=mean", "data.categorical=[w]")),
          entry("data.header", List.of("false", "data.train=BARE", "data.label=5")),
          entry("data.delimiter", List.of(";", "data.train=SEMICOLONS")),
          entry("data.encoding", List.of("iso-8859-1", "data.train=LATIN")),
          entry("data.quote", List.of("'", "data.train=QUOTES")),
          entry("data.missing", List.of("mean", TABLE, NUMERIC)),
          entry(
              "data.missingValues",
              List.of("[\"\", \"2\"]", TABLE, NAMES, "data.missing=mean", "data.categorical=[w]")),
          entry("data.validation", List.of("0.5")),
          entry("data.scale", List.of("minmax")),
          entry(
              "data.scaleTarget",
              List.of(
                  "none",
                  "data.train=NUMBERS",
                  "network.task=regression",
                  "network.loss=euclidean",
                  "network.layers=[\"inner-product 1\"]")),
          entry("data.sparseBelow", List.of("1", "data.train=SPARSE", "data.label=")),
          entry("data.partitions", List.of("5")),
          entry("data.badRows", List.of("skip", "data.train=BAD")),
          entry(
              "network.task",
              List.of(
                  "regression",
                  "data.train=NUMBERS",
                  "network.loss=euclidean",
                  "network.layers=[\"inner-product 1\"]")),
          entry(
              "network.input", List.of("[1, 5, 1]", "network.layers=[bias, \"inner-product 3\"]")),
          entry("network.layers", List.of("[\"inner-product 3\"]")),
          entry("network.loss", List.of("{type = softmax, smoothing = 0.2}")),
          entry("train.epochs", List.of("3")),
          entry("train.batch", List.of("all")),
          entry("train.seed", List.of("7")),
          entry("train.chunk", List.of("3", "train.batch=all")),
          entry("train.engine", List.of("tree")),
          entry("train.timeout", List.of("7 s")),
          entry("train.maxTime", List.of("1 s", "checkpoint.dir=CHECKPOINTS")),
          entry("train.ensemble", List.of("2")),
          entry("train.optimizer.type", List.of("adagrad")),
          entry("train.optimizer.rate", List.of("0.05")),
          entry("train.optimizer.momentum", List.of("0.5")),
          entry("train.optimizer.nesterov", List.of("true")),
          entry("train.optimizer.trust", List.of("0.01", "train.optimizer.type=lars")),
          entry("train.optimizer.rho", List.of("0.5", "train.optimizer.type=rmsprop")),
          entry("train.optimizer.beta1", List.of("0.5", "train.optimizer.type=adam")),
          entry("train.optimizer.beta2", List.of("0.5", "train.optimizer.type=adam")),
          entry("train.optimizer.epsilon", List.of("0.5", "train.optimizer.type=adam")),
          entry(
              "train.optimizer.memory",
              List.of("1", "train.optimizer.type=lbfgs", "train.batch=all", "train.epochs=6")),
          entry(
              "train.optimizer.tolerance",
              List.of("0.9", "train.optimizer.type=lbfgs", "train.batch=all", "train.epochs=6")),
          entry("train.optimizer.weightDecay", List.of("0.1")),
          entry("train.optimizer.l1", List.of("0.1")),
          entry("train.optimizer.maxNorm", List.of("0.5")),
          entry("train.optimizer.clipValue", List.of("0.001")),
          entry("train.optimizer.clipNorm", List.of("0.001")),
          entry("train.schedule.type", List.of("cosine")),
          entry("train.schedule.decay", List.of("0.5", "train.schedule.type=exponential")),
          entry("train.schedule.every", List.of("1", "train.schedule.type=step")),
          entry("train.schedule.power", List.of("2", "train.schedule.type=polynomial")),
          entry("train.schedule.warmup", List.of("1")),
          entry("train.average.type", List.of("exponential")),
          entry("train.average.decay", List.of("0.5", "train.average.type=exponential")),
          entry("train.average.from", List.of("1", "train.average.type=polyak")),
          entry("train.stop.metric", List.of("accuracy")),
          entry("train.stop.patience", List.of("1")),
          entry("pretrain.type", List.of("denoising", SIGMOIDS)),
          entry("pretrain.data", List.of("UNLABELLED", SIGMOIDS, DENOISING)),
          entry("pretrain.epochs", List.of("1", SIGMOIDS, DENOISING)),
          entry("pretrain.batch", List.of("7", SIGMOIDS, DENOISING)),
          entry("pretrain.rate", List.of("0.001", SIGMOIDS, DENOISING)),
          entry("pretrain.momentum", List.of("0", SIGMOIDS, DENOISING)),
          entry("pretrain.corruption", List.of("0", SIGMOIDS, DENOISING)),
          entry("pretrain.loss", List.of("sigmoid", SIGMOIDS, DENOISING, "data.scale=minmax")),
          entry("checkpoint.dir", List.of("CHECKPOINTS")),
          entry("checkpoint.every", List.of("1 steps", "checkpoint.dir=CHECKPOINTS")),
          entry("checkpoint.onFailure", List.of("stop")),
          entry("checkpoint.keep", List.of("1", "checkpoint.dir=CHECKPOINTS")),
          entry("model.dir", List.of("elsewhere")),
          entry("blas.library", List.of("java")),
          entry("blas.require", List.of("native")));

  /**
   * The sample of a key.
   *
   * @throws IllegalStateException if nobody wrote one
   */
  public static KeySample of(Key<?> key) {
    List<String> sample = VALUES.get(key.name());
    if (sample == null) {
      throw new IllegalStateException(
          key
              + " has no sample: KeySample needs another value than its default, and the settings"
              + " among which it does something");
    }
    return new KeySample(key, sample.get(0), sample.subList(1, sample.size()));
  }

  /** As {@code --set} takes it. */
  public String set() {
    return key.name() + "=" + value;
  }

  @Override
  public String toString() {
    return Arrays.asList(key.name(), value).toString();
  }
}
