package io.dendrite.nn;

import io.dendrite.math.Rng;
import java.io.Serializable;
import java.util.List;

/**
 * An initialiser, which gives the initial values of a parameter tensor. Every initial value is a
 * pure function of a key and of the element's index in the tensor. The list below has all
 * initialisers.
 *
 * <ul>
 *   <li>{@code zero}
 *   <li>{@code constant c}
 *   <li>{@code uniform a}: in [-a, a)
 *   <li>{@code normal s}: mean 0, standard deviation s
 *   <li>{@code xavier}: uniform with a = sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio, 2010)
 *   <li>{@code he}: normal with s = sqrt(2 / fanIn) (He et al., 2015)
 *   <li>{@code spark-mlp}: uniform with a = 2.4 / sqrt(fanIn) (Bottou, 1988), the initial weights
 *       of Spark's MultilayerPerceptronClassifier
 * </ul>
 *
 * @param type name of the initialiser, such as {@code he}
 * @param value the number c, a or s that follows the name; 0 for initialisers without a number
 */
public record Init(String type, double value) implements Serializable {
  private static final List<String> WITH_VALUE = List.of("constant", "uniform", "normal");
  private static final List<String> WITHOUT_VALUE = List.of("zero", "xavier", "he", "spark-mlp");

  public static final Init ZERO = new Init("zero", 0);

  /**
   * Reads an initialiser as users write it, such as {@code "he"} or {@code "normal 0.01"}.
   *
   * @throws IllegalArgumentException if the initialiser is unknown; the message names the known
   *     initialisers
   */
  public static Init parse(String text) {
    String[] words = text.trim().split("\\s+");
    boolean withValue = WITH_VALUE.contains(words[0]);
    if (!withValue && !WITHOUT_VALUE.contains(words[0]) || words.length != (withValue ? 2 : 1)) {
      throw new IllegalArgumentException(
          "unknown initialiser '"
              + text
              + "'; expected zero, xavier, he, spark-mlp, or constant, uniform, normal with one number");
    }
    if (!withValue) {
      return new Init(words[0], 0);
    }
    try {
      double value = Double.parseDouble(words[1]);
      if (!Double.isFinite(value) || value < 0 && !words[0].equals("constant")) {
        throw new IllegalArgumentException(
            "initialiser '"
                + text
                + "': expected a finite number, not below 0 for uniform and normal");
      }
      return new Init(words[0], value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "initialiser '" + text + "': '" + words[1] + "' is not a number", e);
    }
  }

  /**
   * Fills n elements of w, from offset {@code at} on, with random numbers of the stream {@code
   * key}.
   */
  public void fill(float[] w, int at, int n, int fanIn, int fanOut, long key) {
    switch (type) {
      case "zero" -> constant(w, at, n, 0);
      case "constant" -> constant(w, at, n, value);
      case "uniform" -> uniform(w, at, n, value, key);
      case "normal" -> normal(w, at, n, value, key);
      case "xavier" -> uniform(w, at, n, StrictMath.sqrt(6.0 / (fanIn + fanOut)), key);
      case "he" -> normal(w, at, n, StrictMath.sqrt(2.0 / fanIn), key);
      case "spark-mlp" -> uniform(w, at, n, 2.4 / StrictMath.sqrt(fanIn), key);
      default -> throw new IllegalStateException(type);
    }
  }

  private static void constant(float[] w, int at, int n, double value) {
    java.util.Arrays.fill(w, at, at + n, (float) value);
  }

  private static void uniform(float[] w, int at, int n, double a, long key) {
    for (int i = 0; i < n; i++) {
      w[at + i] = (float) (a * (2.0 * Rng.uniform(key, i) - 1));
    }
  }

  private static void normal(float[] w, int at, int n, double s, long key) {
    for (int i = 0; i < n; i++) {
      w[at + i] = (float) (s * Rng.normal(key, i));
    }
  }
}
