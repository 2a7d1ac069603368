package io.dendrite.ml;

import io.dendrite.config.DataKeys;
import io.dendrite.config.Key;
import io.dendrite.config.NetworkKeys;
import io.dendrite.config.PlaceKeys;
import io.dendrite.config.Settings;
import io.dendrite.config.TrainConfig;
import io.dendrite.config.TrainKeys;
import io.dendrite.ml.param.SetterWords;
import io.dendrite.ml.param.StageParams;
import io.dendrite.model.RunJson;
import io.dendrite.optim.Rules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Dataset;

/**
 * Translates a stage's params into settings. If several sources set the same key, the last of them
 * in the following list is used: defaults of the stage, {@code config}, params named after keys,
 * params with Spark's names.
 */
final class FitSettings {
  /** Units of the hidden layers if neither {@code layers} nor {@code config} defines layers. */
  private static final List<Integer> HIDDEN = List.of(64, 32);

  /**
   * Placeholder for {@code data.validation} while it is not known whether early stopping or the
   * learning-rate schedule uses validation rows. The placeholder is later replaced by the key's
   * default if validation rows are used, otherwise by 0.
   */
  private static final double UNDECIDED = 0x1p-40;

  /**
   * Adaptive learning rules, which divide the gradient by its usual size; their default learning
   * rate is 0.001.
   */
  private static final Set<String> ADAPTIVE = Set.of("adam", "adamw", "rmsprop");

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
   * @param task value of {@code network.task}
   * @param outputs units of the last layer
   * @param data the rows, whose hash is a part of the name of the folder of checkpoints
   * @throws IllegalArgumentException if a param cannot be used; the message names settings by their
   *     setters
   */
  static TrainConfig of(
      Params stage,
      StageParams params,
      String task,
      int outputs,
      String label,
      String weight,
      FeatureColumns features,
      Dataset<?> data,
      FitRows rows) {
    FitSettings fit = new FitSettings(stage, params);
    try {
      fit.all(task, outputs);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(SetterWords.of(stage, params, e.getMessage()), e);
    }
    fit.set(DataKeys.LABEL, label);
    fit.set(DataKeys.WEIGHT, weight);
    fit.set(DataKeys.FEATURES, features.numeric());
    fit.set(DataKeys.CATEGORICAL, features.categorical());
    String dir = fit.settings.get(PlaceKeys.CHECKPOINT_DIR);
    if (!dir.isEmpty()) {
      Stream<String> columns =
          Stream.of(
                  features.numeric(),
                  features.categorical(),
                  List.of(
                      label,
                      weight,
                      stage.isSet(params.validationIndicatorCol)
                          ? stage.getOrDefault(params.validationIndicatorCol)
                          : ""))
              .flatMap(List::stream);
      fit.set(
          PlaceKeys.CHECKPOINT_DIR,
          dir
              + "/"
              + FitFolder.name(
                  fit.settings, fit.further() + rows.part(), data, columns.toList(), rows));
    }
    try {
      return TrainConfig.of(fit.settings);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(SetterWords.of(stage, params, e.getMessage()), e);
    }
  }

  /**
   * The settings of a fit, as far as they do not depend on the data.
   *
   * @param task value of {@code network.task}
   * @throws IllegalArgumentException as {@link #of}
   */
  static Settings known(Params stage, StageParams params, String task) {
    FitSettings fit = new FitSettings(stage, params);
    try {
      fit.all(task, 2);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(SetterWords.of(stage, params, e.getMessage()), e);
    }
    return fit.settings;
  }

  /**
   * A hash of the initial weights as text, for the name of the folder of checkpoints; empty if no
   * initial weights are set.
   */
  private String further() {
    return stage.isSet(params.initialWeights)
        ? RunJson.sha256(Arrays.toString(((Vector) value(params.initialWeights)).toArray()))
        : "";
  }

  private void all(String task, int outputs) {
    set(DataKeys.TRAIN, "the DataFrame");
    set(NetworkKeys.TASK, task);
    set(NetworkKeys.LOSS, task.equals("classification") ? "softmax" : "euclidean");
    boolean layers = stage.isSet(params.layers);
    String solver = solver(layers);
    defaults(layers, outputs, solver);
    if (stage.isSet(params.config)) {
      settings = settings.withHocon(value(params.config), "setConfig");
      if (!settings.get(NetworkKeys.TASK).equals(task)) {
        throw new IllegalArgumentException(
            "network.task of setConfig is "
                + settings.get(NetworkKeys.TASK)
                + "; expected "
                + task
                + ", which the stage is for");
      }
    }
    if (layers) {
      int[] units = value(params.layers);
      if (units.length < 2 || Arrays.stream(units).anyMatch(n -> n < 1)) {
        throw new IllegalArgumentException(
            "setLayers is "
                + Arrays.toString(units)
                + "; expected at least two numbers of units, from the features to the outputs");
      }
      set(NetworkKeys.LAYERS, sparkNetwork(units));
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

  /**
   * The solver that a param sets; else the solver that {@code config} sets; else the default
   * solver.
   */
  private String solver(boolean layers) {
    if (stage.isSet(params.solver)) {
      return value(params.solver);
    }
    if (stage.isSet(params.of(TrainKeys.OPTIMIZER_TYPE))) {
      return value(params.of(TrainKeys.OPTIMIZER_TYPE));
    }
    if (stage.isSet(params.config)) {
      Settings config = settings.withHocon(value(params.config), "setConfig");
      if (!config.isDefault(TrainKeys.OPTIMIZER_TYPE)) {
        return config.get(TrainKeys.OPTIMIZER_TYPE);
      }
    }
    return layers ? "l-bfgs" : "adam";
  }

  /** Sets the defaults of the stage, which {@code config} and params can override. */
  private void defaults(boolean layers, int outputs, String solver) {
    String type = type(solver);
    if (!Rules.TABLE.names().contains(type)) {
      throw new IllegalArgumentException(
          "setSolver is '"
              + solver
              + "'; expected one of l-bfgs, gd, "
              + String.join(", ", Rules.TABLE.names()));
    }
    set(TrainKeys.OPTIMIZER_TYPE, type);
    set(DataKeys.VALIDATION, UNDECIDED);
    if (ADAPTIVE.contains(type)) {
      set(TrainKeys.RATE, 0.001);
    }
    if (layers) {
      set(DataKeys.SCALE, "none");
      set(DataKeys.SCALE_TARGET, "none");
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
      // Spark's gradient descent uses all rows in each step, and divides the learning rate by the
      // square root of the step's number.
      set(TrainKeys.BATCH, "all");
      set(TrainKeys.RATE, 0.03);
      set(TrainKeys.MOMENTUM, 0.0);
      set(TrainKeys.SCHEDULE_TYPE, "inverse");
      set(TrainKeys.SCHEDULE_DECAY, 1.0);
      set(TrainKeys.POWER, 0.5);
    }
  }

  /** The value of {@code train.optimizer.type} for a solver. */
  private static String type(String solver) {
    return solver.equals("l-bfgs") ? "lbfgs" : solver.equals("gd") ? "sgd" : solver;
  }

  /** The network of Spark's classifier: sigmoid layers, then the output layer. */
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
    boolean searches = List.of("lbfgs", "owlqn").contains(settings.get(TrainKeys.OPTIMIZER_TYPE));
    if (stage.isSet(params.tol) && searches) {
      both(params.tol, TrainKeys.TOLERANCE, value(params.tol));
    }
    if (stage.isSet(params.stepSize) && !searches) {
      both(params.stepSize, TrainKeys.RATE, value(params.stepSize));
    }
    if (stage.isSet(params.seed)) {
      // The seed becomes a number in HOCON, and these numbers are exact only up to 2^53.
      set(TrainKeys.SEED, Math.floorMod((long) value(params.seed), 1L << 53));
    }
    if (stage.isSet(params.checkpointInterval)) {
      int interval = value(params.checkpointInterval);
      if (interval > 0) {
        both(params.checkpointInterval, PlaceKeys.EVERY, interval + " epoch");
      } else if (interval == -1) {
        set(PlaceKeys.CHECKPOINT_DIR, "");
      } else {
        throw new IllegalArgumentException(
            "setCheckpointInterval is " + interval + "; expected at least 1, or -1 for none");
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

  /**
   * Sets a key from the param with Spark's name; throws an exception if the param named after the
   * key is set to another value.
   */
  private void both(Param<?> spark, Key<?> key, Object value) {
    Param<?> ours = params.of(key);
    if (stage.isSet(ours) && !Objects.equals(plain(value(ours)), value)) {
      throw new IllegalArgumentException(
          "set"
              + Character.toUpperCase(spark.name().charAt(0))
              + spark.name().substring(1)
              + " and "
              + key.setter()
              + SetterWords.TWICE
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
