package io.dendrite.ml;

import io.dendrite.config.DataKeys;
import io.dendrite.config.Key;
import io.dendrite.config.NetworkKeys;
import io.dendrite.config.PlaceKeys;
import io.dendrite.config.Settings;
import io.dendrite.config.TrainConfig;
import io.dendrite.config.TrainKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Dataset;

/**
 * The settings that a stage's params mean. From the lowest to the highest: defaults of the stage,
 * {@code config}, the params of keys, params with Spark's names.
 */
final class FitSettings {
  /** Units of the hidden layers where neither {@code layers} nor {@code config} says any. */
  private static final List<Integer> HIDDEN = List.of(64, 32);

  /** Stands for the fraction that depends on whether anything watches the validation rows. */
  private static final double UNDECIDED = 0x1p-40;

  private final Params stage;
  private final StageParams params;
  private Settings settings = Settings.bySetters();

  private FitSettings(Params stage, StageParams params) {
    this.stage = stage;
    this.params = params;
  }

  /**
   * The configuration of a fit.
   *
   * @param task as in {@code network.task}
   * @param outputs units of the last layer
   * @param data the rows, whose hash names the folder of checkpoints
   * @throws IllegalArgumentException in the words of the setters
   */
  static TrainConfig of(
      Params stage,
      StageParams params,
      String task,
      int outputs,
      String label,
      String weight,
      FeatureColumns features,
      Dataset<?> data) {
    FitSettings fit = new FitSettings(stage, params);
    fit.all(task, outputs);
    fit.set(DataKeys.LABEL, label);
    fit.set(DataKeys.WEIGHT, weight);
    fit.set(DataKeys.FEATURES, features.numeric());
    fit.set(DataKeys.CATEGORICAL, features.categorical());
    String dir = fit.settings.get(PlaceKeys.CHECKPOINT_DIR);
    if (!dir.isEmpty()) {
      Stream<String> columns =
          Stream.of(features.numeric(), features.categorical(), List.of(label, weight))
              .flatMap(List::stream);
      fit.set(PlaceKeys.CHECKPOINT_DIR, dir + "/" + FitFolder.name(fit.settings, data, columns));
    }
    return TrainConfig.of(fit.settings);
  }

  private void all(String task, int outputs) {
    set(DataKeys.TRAIN, "the DataFrame");
    set(NetworkKeys.TASK, task);
    set(NetworkKeys.LOSS, task.equals("classification") ? "softmax" : "euclidean");
    boolean layers = stage.isSet(params.layers);
    String solver = stage.isSet(params.solver) ? value(params.solver) : layers ? "l-bfgs" : "adam";
    defaults(layers, outputs, solver);
    if (stage.isSet(params.config)) {
      settings = settings.withHocon(value(params.config), "setConfig");
    }
    if (layers) {
      set(NetworkKeys.LAYERS, sparkNetwork(value(params.layers)));
    }
    for (Key<?> key : StageParams.KEYS) {
      Param<?> param = params.of(key);
      if (stage.isSet(param)) {
        set(key, plain(value(param)));
      }
    }
    sparkNames(solver);
    if (settings.get(DataKeys.VALIDATION) == UNDECIDED) {
      boolean watched =
          settings.get(TrainKeys.PATIENCE) > 0
              || settings.get(TrainKeys.SCHEDULE_TYPE).equals("plateau");
      set(DataKeys.VALIDATION, watched ? DataKeys.VALIDATION.preset() : 0.0);
    }
  }

  /** What holds where neither {@code config} nor a param says otherwise. */
  private void defaults(boolean layers, int outputs, String solver) {
    String type = type(solver);
    set(TrainKeys.OPTIMIZER_TYPE, type);
    set(DataKeys.VALIDATION, UNDECIDED);
    if (layers) {
      set(DataKeys.SCALE, "none");
      set(TrainKeys.EPOCHS, 100);
    } else {
      List<Object> network = new ArrayList<>();
      for (int units : HIDDEN) {
        network.add("inner-product " + units);
        network.add("relu");
      }
      network.add("inner-product " + outputs);
      set(NetworkKeys.LAYERS, network);
    }
    if (type.equals("lbfgs")) {
      set(TrainKeys.BATCH, "all");
    }
    if (solver.equals("gd")) {
      // Spark's gradient descent: all rows a step, the rate divided by the root of its number.
      set(TrainKeys.BATCH, "all");
      set(TrainKeys.RATE, 0.03);
      set(TrainKeys.MOMENTUM, 0.0);
      set(TrainKeys.SCHEDULE_TYPE, "inverse");
      set(TrainKeys.SCHEDULE_DECAY, 1.0);
      set(TrainKeys.POWER, 0.5);
    }
  }

  /** A solver as {@code train.optimizer.type} calls it. */
  private static String type(String solver) {
    return solver.equals("l-bfgs") ? "lbfgs" : solver.equals("gd") ? "sgd" : solver;
  }

  /** The network of Spark's classifier: sigmoid layers, then outputs. */
  private static List<Object> sparkNetwork(int[] units) {
    List<Object> network = new ArrayList<>();
    for (int i = 1; i < units.length; i++) {
      if (i > 1) {
        network.add("sigmoid");
      }
      network.add(Map.of("type", "inner-product", "units", units[i], "init", "spark-mlp"));
    }
    return network;
  }

  private void sparkNames(String solver) {
    if (stage.isSet(params.solver)) {
      both(params.solver, TrainKeys.OPTIMIZER_TYPE, type(solver));
    }
    if (stage.isSet(params.maxIter)) {
      both(params.maxIter, TrainKeys.EPOCHS, value(params.maxIter));
    }
    if (stage.isSet(params.tol)) {
      both(params.tol, TrainKeys.TOLERANCE, value(params.tol));
    }
    if (stage.isSet(params.stepSize)) {
      both(params.stepSize, TrainKeys.RATE, value(params.stepSize));
    }
    if (stage.isSet(params.seed)) {
      // Settings are numbers of HOCON, which are exact up to 2^53.
      set(TrainKeys.SEED, Math.floorMod((long) value(params.seed), 1L << 53));
    }
    if (stage.isSet(params.checkpointInterval)) {
      int interval = value(params.checkpointInterval);
      if (interval > 0) {
        both(params.checkpointInterval, PlaceKeys.EVERY, interval + " epoch");
      }
    }
    if (stage.isSet(params.handleInvalid)) {
      switch ((String) value(params.handleInvalid)) {
        case "error" -> {}
        case "skip" -> set(DataKeys.BAD_ROWS, "skip");
        case "keep" -> set(DataKeys.MISSING, "mean");
        default ->
            throw new IllegalArgumentException(
                "setHandleInvalid is '"
                    + value(params.handleInvalid)
                    + "'; expected error, skip or keep");
      }
    }
  }

  /** Sets a key whose value also has a name of Spark's. */
  private void both(Param<?> spark, Key<?> key, Object value) {
    Param<?> ours = params.of(key);
    if (stage.isSet(ours) && !Objects.equals(plain(value(ours)), value)) {
      throw new IllegalArgumentException(
          "set"
              + Character.toUpperCase(spark.name().charAt(0))
              + spark.name().substring(1)
              + " and "
              + key.setter()
              + " are the same setting, but are "
              + value
              + " and "
              + value(ours)
              + "; set one of them");
    }
    set(key, value);
  }

  private void set(Key<?> key, Object value) {
    settings = settings.withPlain(key, value);
  }

  @SuppressWarnings("unchecked")
  private <T> T value(Param<?> param) {
    return (T) stage.getOrDefault((Param<Object>) param);
  }

  private static Object plain(Object value) {
    return value instanceof String[] texts ? Arrays.asList(texts) : value;
  }
}
