package io.dendrite.ml;

import io.dendrite.config.DataKeys;
import io.dendrite.config.Key;
import io.dendrite.config.NetworkKeys;
import io.dendrite.config.Settings;
import io.dendrite.config.TrainKeys;
import java.util.Map;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** Sentences about settings, in the words of the setters that a user of a stage has called. */
final class SetterWords {
  /** Keys that are no params of their own, by the setter that decides them. */
  private static final Map<Key<?>, String> SPARK =
      Map.of(
          DataKeys.LABEL, "setLabelCol",
          DataKeys.FEATURES, "setFeaturesCols",
          DataKeys.CATEGORICAL, "setFeaturesCols",
          DataKeys.WEIGHT, "setWeightCol",
          TrainKeys.SEED, "setSeed");

  /** What is said of two setters of one setting, both of which the sentence names. */
  static final String TWICE = " are the same setting, but are ";

  private SetterWords() {}

  /** A sentence whose keys are setters of this stage. */
  static String of(Params stage, StageParams params, String sentence) {
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
