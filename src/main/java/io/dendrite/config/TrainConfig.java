package io.dendrite.config;

import io.dendrite.data.Encoding;
import io.dendrite.data.Scaler;
import io.dendrite.net.Net;
import io.dendrite.net.NetSpec;
import io.dendrite.net.Stage;
import io.dendrite.net.Task;
import io.dendrite.optim.OptimizerSpec;
import io.dendrite.optim.QuasiNewton;
import io.dendrite.optim.Schedule;
import io.dendrite.optim.Sgd;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/**
 * Everything that decides a run. {@code conf/reference.conf} documents each key.
 *
 * @param settings every key with its value as text: what checkpoints record and what a resumed run
 *     is compared with
 */
public record TrainConfig(
    Data data,
    NetSpec network,
    Run run,
    PretrainConfig pretrain,
    Checkpoints checkpoint,
    String modelDir,
    SortedMap<String, String> settings) {

  /** Checks what concerns several sections. */
  public TrainConfig {
    oneOf("train.stop.metric", run.stopMetric(), Run.metrics(network.purpose()));
    require(
        network.purpose() != Task.AUTOENCODER || data.weight().isEmpty(),
        "data.weight",
        "'" + data.weight() + "'",
        "none, since the rows of network.task = autoencoder have no weights");
    require(
        network.purpose() == Task.CLASSIFICATION || data.classWeights().isNone(),
        "data.classWeights",
        data.classWeights(),
        "none, since only network.task = classification has classes");
    require(
        run.patience() == 0 || data.validation() > 0,
        "train.stop.patience",
        run.patience(),
        "0, since data.validation = 0 leaves no validation rows to watch");
    require(
        !run.schedule().watches() || data.validation() > 0,
        "train.schedule.type",
        run.schedule().type(),
        "another one, since data.validation = 0 leaves no validation rows to watch");
    require(
        run.maxTime().isZero() || !checkpoint.dir().isEmpty(),
        "checkpoint.dir",
        "empty",
        "a directory, since train.maxTime ends the run with a checkpoint");
    if (run.searches()) {
      network.requireOneRate();
    }
    if (pretrain.wanted()) {
      pretrain.check(Stage.of(network));
    }
    require(
        checkpoint.dir().isEmpty()
            || Directory.of("checkpoint.dir", checkpoint.dir())
                .isApart(Directory.of("model.dir", modelDir)),
        "checkpoint.dir",
        "'" + checkpoint.dir() + "'",
        "a directory apart from model.dir = '" + modelDir + "', which is replaced as a whole");
  }

  /** The same with the seed of a network of an ensemble, counted from 0. */
  public TrainConfig ofMember(int member) {
    return member == 0
        ? this
        : new TrainConfig(
            data,
            network,
            run.seeded(run.seed() + member),
            pretrain,
            checkpoint,
            modelDir,
            settings);
  }

  /** The training of another network before that of this run's. */
  public TrainConfig pretraining(NetSpec other, long seed) {
    Run before =
        new Run(
            pretrain.epochs(),
            pretrain.batch(),
            seed,
            run.chunk(),
            OptimizerSpec.of(new Sgd(pretrain.momentum(), false)),
            Schedule.fixed(pretrain.rate()),
            "loss",
            0,
            run.blas(),
            run.requireNative(),
            run.engine(),
            run.timeout(),
            run.maxTime(),
            1);
    return new TrainConfig(
        data, other, before, PretrainConfig.NONE, checkpoint, modelDir, settings);
  }

  /** Keys {@code data.*}. */
  public record Data(
      String train,
      String test,
      String labels,
      String format,
      List<String> label,
      List<String> features,
      String weight,
      ClassWeights classWeights,
      List<String> categorical,
      boolean indexed,
      boolean header,
      char delimiter,
      char quote,
      boolean meanForMissing,
      double validation,
      String scale,
      double sparseBelow,
      int partitions,
      boolean skipBadRows) {

    /** Checks the ranges. */
    public Data {
      oneOf("data.format", format, List.of("auto", "idx", "csv", "libsvm", "parquet"));
      require(
          validation >= 0 && validation < 1,
          "data.validation",
          validation,
          "a fraction from 0 to below 1");
      require(
          partitions >= 0 && partitions <= 1 << 20,
          "data.partitions",
          partitions,
          "0 (chosen) to 1048576");
      Scaler.check(scale);
      require(
          sparseBelow >= 0 && sparseBelow <= 1,
          "data.sparseBelow",
          sparseBelow,
          "a fraction from 0 (never) to 1");
    }

    /**
     * Do rows go into the net as sparse rows? Not if a scaler learned of dense rows centres them.
     */
    public boolean sparseInput(Encoding encoding, Scaler scaler, Net net) {
      return encoding.sparse()
          && encoding.density() < sparseBelow
          && scaler.shift() == null
          && net.task() != Task.AUTOENCODER
          && net.takesSparse();
    }
  }

  /**
   * Keys {@code train.*} and {@code blas.*}.
   *
   * @param maxTime zero for no limit
   */
  public record Run(
      int epochs,
      int batch,
      long seed,
      int chunk,
      OptimizerSpec optimizer,
      Schedule schedule,
      String stopMetric,
      int patience,
      String blas,
      boolean requireNative,
      String engine,
      Duration timeout,
      Duration maxTime,
      int ensemble) {

    /** {@code train.batch = all}: every row in every step. */
    public static final int ALL = Integer.MAX_VALUE;

    /** Metrics that early stopping can watch; of loss, rmse and mae less is better. */
    static List<String> metrics(Task task) {
      return switch (task) {
        case CLASSIFICATION -> List.of("loss", "accuracy", "f1", "precision", "recall");
        case MULTI_LABEL -> List.of("loss", "accuracy", "f1", "precision", "recall", "exact");
        default -> List.of("loss", "rmse", "mae", "r2");
      };
    }

    /** Checks the ranges. */
    public Run {
      require(epochs >= 1, "train.epochs", epochs, "a whole number of at least 1");
      require(batch >= 1, "train.batch", batch, "a whole number of at least 1");
      require(ensemble >= 1, "train.ensemble", ensemble, "a whole number of networks, at least 1");
      require(chunk >= 1, "train.chunk", chunk, "a whole number of at least 1");
      require(
          !optimizer.rule().fullBatch() || batch == ALL,
          "train.batch",
          batch,
          "all, which this train.optimizer.type needs");
      boolean searches = optimizer.rule() instanceof QuasiNewton;
      require(
          !searches || optimizer.averaging().none(),
          "train.average.type",
          optimizer.averaging().type(),
          "none, since a line search takes no steps worth averaging");
      require(
          !(optimizer.rule() instanceof QuasiNewton method)
              || !method.orthantWise()
              || optimizer.l1() > 0,
          "train.optimizer.l1",
          optimizer.l1(),
          "a number above 0 for train.optimizer.type = owlqn; without L1 take lbfgs");
      require(
          optimizer.rule().followsSchedule() || schedule.isFixed(),
          "train.schedule",
          schedule.type() + " with warmup " + schedule.warmup(),
          "fixed without warmup, since this train.optimizer.type has no learning rate that changes");
      require(
          patience >= 0,
          "train.stop.patience",
          patience,
          "a number of epochs, or 0 for no early stopping");
    }

    /** The same with another seed. */
    Run seeded(long other) {
      return new Run(
          epochs,
          batch,
          other,
          chunk,
          optimizer,
          schedule,
          stopMetric,
          patience,
          blas,
          requireNative,
          engine,
          timeout,
          maxTime,
          ensemble);
    }

    /** Does it learn by line searches, not by single steps? */
    public boolean searches() {
      return optimizer.rule() instanceof QuasiNewton;
    }

    public long timeoutNanos() {
      return timeout.toNanos();
    }
  }

  /**
   * Keys {@code checkpoint.*}; no checkpoints if {@code dir} is empty.
   *
   * @param failureStops does a checkpoint that could not be saved end the run?
   */
  public record Checkpoints(String dir, Interval every, int keep, boolean failureStops) {
    /** Checks the ranges. */
    public Checkpoints {
      require(keep >= 1, "checkpoint.keep", keep, "a whole number of at least 1");
    }
  }

  static void require(boolean holds, String key, Object found, String wanted) {
    if (!holds) {
      throw new IllegalArgumentException(key + " is " + found + "; expected " + wanted);
    }
  }

  static void oneOf(String key, String found, List<String> known) {
    require(known.contains(found), key, "'" + found + "'", "one of " + String.join(", ", known));
  }
}
