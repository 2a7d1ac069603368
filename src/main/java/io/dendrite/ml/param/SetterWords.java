package io.dendrite.ml.param;

import io.dendrite.config.DataKeys;
import io.dendrite.config.Key;
import io.dendrite.config.NetworkKeys;
import io.dendrite.config.Settings;
import io.dendrite.config.TrainKeys;
import java.util.Map;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * Rewrites error messages about settings so that they name the setters that a user of a stage
 * calls.
 */
public final class SetterWords {
  /** For keys that have no param named after them, the setter that decides their value. */
  private static final Map<Key<?>, String> SPARK =
      Map.of(
          DataKeys.LABEL, "setLabelCol",
          DataKeys.FEATURES, "setFeaturesCols",
          DataKeys.CATEGORICAL, "setFeaturesCols",
          DataKeys.WEIGHT, "setWeightCol",
          TrainKeys.SEED, "setSeed");

  /**
   * Part of the message about two setters that give one setting different values. A message with
   * this text already names both setters.
   */
  public static final String TWICE = " are the same setting, but are ";

  private SetterWords() {}

  /** Returns the sentence with each key replaced by the name of the stage's setter for this key. */
  public static String of(Params stage, StageParams params, String sentence) {
    String words = Settings.bySetters().inWords(String.valueOf(sentence));
    for (Key<?> key : StageParams.NO_PARAMS) {
      boolean layers = key == NetworkKeys.LAYERS && stage.isSet(params.layers);
      if (!layers) {
        words = replaced(words, key, SPARK.getOrDefault(key, key.name() + " of setConfig"));
      }
    }
    if (words.contains(TWICE)) {
      return words;
    }
    words = spark(stage, words, params.maxIter, TrainKeys.EPOCHS, "setMaxIter");
    words = spark(stage, words, params.stepSize, TrainKeys.RATE, "setStepSize");
    words = spark(stage, words, params.tol, TrainKeys.TOLERANCE, "setTol");
    return words
        .replace("set setBadRows = skip", "call setHandleInvalid(\"skip\")")
        .replace("--resume", "setResume(true)");
  }

  private static String spark(
      Params stage, String words, Param<?> param, Key<?> key, String setter) {
    return stage.isSet(param) ? replaced(words, key, setter) : words;
  }

  private static String replaced(String words, Key<?> key, String setter) {
    return words.replaceAll("\\b" + key.setter() + "\\b", setter);
  }
}
