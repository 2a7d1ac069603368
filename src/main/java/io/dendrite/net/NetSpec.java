package io.dendrite.net;

import io.dendrite.nn.Layer;
import io.dendrite.nn.Loss;
import io.dendrite.nn.Ops;
import io.dendrite.nn.Shape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network as a user writes it: the layers, from the input to the output, and the loss.
 *
 * @param task name of a {@link Purpose}
 * @param input channels, height and width of a row of features; empty for a plain vector
 * @param layers one entry per layer, which holds {@code type}, {@code name} and the options that
 *     the user gave
 * @param loss the {@code type} of the loss, and the options that the user gave
 */
public record NetSpec(
    String task, List<Integer> input, List<Map<String, Object>> layers, Map<String, Object> loss)
    implements Serializable {
  /** Names of the options that a layer of any type may have. */
  private static final List<String> COMMON =
      List.of("type", "name", "from", "share", "rateFactor", "decayFactor");

  /**
   * Creates the specification of a network on plain vectors of features, for classification or
   * regression.
   */
  public static NetSpec of(List<?> layers, Object loss, boolean classes) {
    return of(classes ? Purpose.CLASSIFICATION : Purpose.REGRESSION, List.of(), layers, loss);
  }

  /**
   * Reads a network whose layers are given by entries such as {@code "inner-product 300"} or {@code
   * {type = inner-product, units = 300, name = a}}.
   *
   * @param input channels, height and width of a row of features; empty for a plain vector
   * @throws IllegalArgumentException if an entry is wrong; the message names the entry and the
   *     error
   */
  public static NetSpec of(Purpose task, List<?> input, List<?> layers, Object loss) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException(
          "network.layers is empty; expected at least one layer, for example \"inner-product 10\"");
    }
    List<Map<String, Object>> entries = new ArrayList<>();
    Map<String, Integer> used = new LinkedHashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      String where = "network.layers[" + i + "]";
      Map<String, Object> entry = entry(where, layers.get(i));
      String type = entry.get("type").toString();
      int count = used.merge(type, 1, Integer::sum);
      entry.putIfAbsent("name", type + "-" + count);
      String name = entry.get("name").toString();
      if (!name.matches("[A-Za-z0-9_-]+") || name.equals(Wiring.INPUT)) {
        throw new IllegalArgumentException(
            where
                + ": name '"
                + name
                + "' may only have letters, digits, '-' and '_', and not be 'input'");
      }
      for (Map<String, Object> other : entries) {
        if (other.get("name").equals(name)) {
          throw new IllegalArgumentException(
              where + ": name '" + name + "' is already the name of an earlier layer");
        }
      }
      entries.add(entry);
    }
    NetSpec spec =
        new NetSpec(
            task.toString(), sizes(input), List.copyOf(entries), entry("network.loss", loss));
    for (int i = 0; i < entries.size(); i++) {
      spec.layer(i);
      spec.factor(i, "rateFactor");
      spec.factor(i, "decayFactor");
    }
    Wiring.of(entries);
    spec.makeLoss();
    return spec;
  }

  private static List<Integer> sizes(List<?> input) {
    List<Integer> sizes = new ArrayList<>();
    for (Object size : input) {
      if (!(size instanceof Number number)
          || number.doubleValue() < 1
          || number.doubleValue() != number.intValue()) {
        sizes.clear();
        break;
      }
      sizes.add(number.intValue());
    }
    if (!input.isEmpty() && sizes.size() != 3) {
      throw new IllegalArgumentException(
          "network.input is "
              + input
              + "; expected [channels, height, width], for example [1, 28, 28], or [] for a plain vector");
    }
    return List.copyOf(sizes);
  }

  /** Shape of a row of {@code features} features, as {@code input} describes it. */
  Shape inputShape(int features) {
    if (input.isEmpty()) {
      return Shape.flat(features);
    }
    Shape shape = new Shape(input.get(0), input.get(1), input.get(2));
    if (shape.size() != features) {
      throw new IllegalArgumentException(
          "network.input = "
              + input
              + " makes "
              + shape.size()
              + " features, but the data has "
              + features);
    }
    return shape;
  }

  /** The purpose of the network, such as classification or regression. */
  public Purpose purpose() {
    return Purpose.of(task);
  }

  /** The text by which error messages name layer i. */
  String where(int i) {
    return "network.layers[" + i + "] (" + layers.get(i).get("type") + ")";
  }

  /**
   * The value of the option {@code rateFactor} or {@code decayFactor} of layer i, as {@code key}
   * says; 1 unless given.
   */
  double factor(int i, String key) {
    Object value = layers.get(i).get(key);
    if (value == null) {
      return 1;
    }
    if (!(value instanceof Number number)
        || !(number.doubleValue() >= 0)
        || Double.isInfinite(number.doubleValue())) {
      throw new IllegalArgumentException(
          where(i) + ": " + key + " is '" + value + "'; expected a number of at least 0");
    }
    return number.doubleValue();
  }

  /**
   * Checks that no layer has a learning rate of its own, which a learning rule without learning
   * rates cannot use.
   *
   * @throws IllegalArgumentException naming the layer whose {@code rateFactor} is neither 0 nor 1
   */
  public void requireOneRate() {
    for (int i = 0; i < layers.size(); i++) {
      double factor = factor(i, "rateFactor");
      if (factor != 0 && factor != 1) {
        throw new IllegalArgumentException(
            where(i)
                + ": rateFactor is "
                + factor
                + ", but a line search has no learning rates; expected 1, or 0 for a layer"
                + " that is not trained");
      }
    }
  }

  /** Makes layer i; throws an exception for an unknown type or option. */
  Layer layer(int i) {
    Map<String, Object> options = new HashMap<>(layers.get(i));
    options.keySet().removeAll(COMMON);
    return Ops.layer(layers.get(i).get("type").toString(), where(i), options);
  }

  /** Makes the loss; throws an exception for an unknown type or option. */
  Loss makeLoss() {
    Map<String, Object> options = new HashMap<>(loss);
    String type = options.remove("type").toString();
    return Ops.loss(type, "network.loss (" + type + ")", options);
  }

  private static Map<String, Object> entry(String where, Object written) {
    Map<String, Object> entry = new LinkedHashMap<>();
    if (written instanceof Map<?, ?> map) {
      if (!(map.get("type") instanceof String)) {
        throw new IllegalArgumentException(
            where
                + ": no 'type' in "
                + map
                + "; expected for example {type = inner-product, units = 300}");
      }
      map.forEach((key, value) -> entry.put(key.toString(), value));
      return entry;
    }
    if (written instanceof Iterable<?>) {
      throw new IllegalArgumentException(
          where + " is the list " + written + "; expected for example \"inner-product 300\"");
    }
    String[] words = String.valueOf(written == null ? "" : written).trim().split("\\s+", 2);
    if (words[0].isEmpty()) {
      throw new IllegalArgumentException(
          where + " is empty; expected for example \"inner-product 300\" or \"relu\"");
    }
    entry.put("type", words[0]);
    if (words.length == 2) {
      entry.put(io.dendrite.nn.Options.POSITIONAL, words[1]);
    }
    return entry;
  }
}
