package io.dendrite.cli;

import io.dendrite.net.NetSpec;
import io.dendrite.net.Task;
import io.dendrite.optim.Schedule;
import io.dendrite.optim.Sgd;
import io.dendrite.train.ClassWeights;
import io.dendrite.train.Interval;
import io.dendrite.train.TrainConfig;

/**
 * Makes the configuration of a run of settings.
 *
 * @param settings every key
 */
record ConfigReader(Settings settings) {

  /** Everything that training needs. */
  TrainConfig trainConfig() {
    settings.required("data.train", "a file, a directory or a glob");
    return Settings.parse(
        () ->
            new TrainConfig(
                data(),
                network(),
                run(),
                new TrainConfig.Checkpoints(
                    settings.text("checkpoint.dir"),
                    Interval.parse("checkpoint.every", settings.text("checkpoint.every")),
                    settings.integer("checkpoint.keep")),
                settings.required("model.dir", "a directory"),
                settings.texts()));
  }

  /** The keys {@code data.*}. */
  TrainConfig.Data dataConfig() {
    return Settings.parse(this::data);
  }

  /** The BLAS to use. */
  String blas() {
    return Settings.parse(
        () -> settings.choice("blas.library", "auto", "bundled", "system", "java"));
  }

  private TrainConfig.Data data() {
    return new TrainConfig.Data(
        settings.text("data.train"),
        settings.text("data.test"),
        settings.text("data.labels"),
        settings.text("data.format"),
        settings.texts("data.label"),
        settings.texts("data.features"),
        settings.text("data.weight"),
        ClassWeights.of(settings.value("data.classWeights")),
        settings.texts("data.categorical"),
        settings.flag("data.header"),
        settings.character("data.delimiter", false),
        settings.character("data.quote", true),
        settings.choice("data.missing", "fail", "mean").equals("mean"),
        settings.number("data.validation"),
        settings.text("data.scale"),
        settings.number("data.sparseBelow"),
        settings.integer("data.partitions"),
        settings.choice("data.badRows", "fail", "skip").equals("skip"));
  }

  private NetSpec network() {
    return NetSpec.of(
        Task.of(settings.text("network.task")),
        settings.list("network.input"),
        settings.list("network.layers"),
        settings.value("network.loss"));
  }

  private TrainConfig.Run run() {
    settings.choice("train.optimizer.type", "sgd");
    Schedule schedule =
        new Schedule(
            settings.text("train.schedule.type"),
            settings.number("train.optimizer.rate"),
            settings.number("train.schedule.decay"),
            settings.integer("train.schedule.every"),
            settings.number("train.schedule.power"),
            settings.number("train.schedule.warmup"));
    return new TrainConfig.Run(
        settings.integer("train.epochs"),
        settings.integer("train.batch"),
        settings.seed("train.seed"),
        settings.integer("train.chunk"),
        new Sgd(
            (float) settings.number("train.optimizer.momentum"),
            settings.flag("train.optimizer.nesterov")),
        (float) settings.number("train.optimizer.weightDecay"),
        settings.number("train.optimizer.clipNorm"),
        schedule,
        settings.text("train.stop.metric"),
        settings.integer("train.stop.patience"),
        blas(),
        settings.choice("blas.require", "any", "native").equals("native"),
        settings.choice("train.engine", "auto", "tree", "allreduce"),
        Interval.time("train.timeout", settings.text("train.timeout")));
  }
}
