package io.dendrite.config;

import io.dendrite.net.NetSpec;
import io.dendrite.net.Task;
import java.time.Duration;

/**
 * Makes the configuration of a run of settings.
 *
 * @param settings every key
 */
public record ConfigReader(Settings settings) {

  /** Everything that training needs. */
  public TrainConfig trainConfig() {
    settings.required("data.train", "a file, a directory or a glob");
    return Settings.parse(
        () ->
            new TrainConfig(
                data(),
                network(),
                run(),
                new LearningReader(settings).pretrain(),
                new TrainConfig.Checkpoints(
                    settings.text("checkpoint.dir"),
                    Interval.parse("checkpoint.every", settings.text("checkpoint.every")),
                    settings.integer("checkpoint.keep"),
                    settings.choice("checkpoint.onFailure", "continue", "stop").equals("stop")),
                settings.required("model.dir", "a directory"),
                settings.texts()));
  }

  /** The keys {@code data.*}. */
  public TrainConfig.Data dataConfig() {
    return Settings.parse(this::data);
  }

  /** The BLAS to use. */
  public String blas() {
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
        settings.choice("data.encode", "one-hot", "index").equals("index"),
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
    NetSpec spec =
        NetSpec.of(
            Task.of(settings.text("network.task")),
            settings.list("network.input"),
            settings.list("network.layers"),
            settings.value("network.loss"));
    boolean machine = spec.layers().stream().anyMatch(layer -> layer.get("type").equals("rbm"));
    if (machine || spec.loss().get("type").equals("energy")) {
      throw new IllegalArgumentException(
          (machine ? "network.layers has rbm, which" : "network.loss is energy, which")
              + " is for the networks of pretrain.type = rbm alone; expected another one");
    }
    return spec;
  }

  private int batch() {
    Object written = settings.value("train.batch");
    if ("all".equals(written)) {
      return TrainConfig.Run.ALL;
    }
    if (!(written instanceof Number)) {
      throw new IllegalArgumentException(
          "train.batch is '" + written + "'; expected a whole number of at least 1, or all");
    }
    return settings.integer("train.batch");
  }

  private Duration maxTime() {
    String text = settings.text("train.maxTime");
    return text.isEmpty() ? Duration.ZERO : Interval.time("train.maxTime", text);
  }

  private TrainConfig.Run run() {
    return new TrainConfig.Run(
        settings.integer("train.epochs"),
        batch(),
        settings.seed("train.seed"),
        settings.integer("train.chunk"),
        new LearningReader(settings).optimizer(),
        new LearningReader(settings).schedule(),
        settings.text("train.stop.metric"),
        settings.integer("train.stop.patience"),
        blas(),
        settings.choice("blas.require", "any", "native").equals("native"),
        settings.choice("train.engine", "auto", "tree", "allreduce"),
        Interval.time("train.timeout", settings.text("train.timeout")),
        maxTime(),
        settings.integer("train.ensemble"));
  }
}
