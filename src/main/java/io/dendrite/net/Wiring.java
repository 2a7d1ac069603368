package io.dendrite.net;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Finds the values that each layer reads. The layer's option {@code from} names them: outputs of
 * earlier layers, or {@code input}. A layer without {@code from} reads the output of the layer
 * before it. Layers read only the outputs of earlier layers, so the layers can be computed in the
 * order in which users write them, and the graph cannot have cycles.
 */
final class Wiring {
  /** Name by which the option {@code from} refers to the network's input. */
  static final String INPUT = "input";

  private Wiring() {}

  /**
   * For each layer, the indices of the values that it reads. Index 0 is the input of the network,
   * index i + 1 is the output of layer i.
   *
   * @throws IllegalArgumentException if a name is unknown or belongs to a later layer, or if no
   *     layer reads the output of a layer that is not the last
   */
  static int[][] of(List<Map<String, Object>> layers) {
    Map<String, Integer> values = new HashMap<>(Map.of(INPUT, 0));
    boolean[] read = new boolean[layers.size() + 1];
    int[][] from = new int[layers.size()][];
    for (int i = 0; i < from.length; i++) {
      from[i] = from(layers, i, values);
      for (int value : from[i]) {
        read[value] = true;
      }
      values.put(layers.get(i).get("name").toString(), i + 1);
    }
    for (int i = 0; i + 1 < from.length; i++) {
      if (!read[i + 1]) {
        throw new IllegalArgumentException(
            where(i)
                + ": nothing reads the output of layer '"
                + layers.get(i).get("name")
                + "'; name it in the 'from' of a later layer, or leave it out");
      }
    }
    return from;
  }

  private static int[] from(
      List<Map<String, Object>> layers, int layer, Map<String, Integer> values) {
    Object written = layers.get(layer).get("from");
    if (written == null) {
      return new int[] {layer};
    }
    List<?> names = written instanceof List<?> list ? list : List.of(written);
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          where(layer) + ": 'from' is empty; expected names of earlier layers, or \"input\"");
    }
    List<Integer> from = new ArrayList<>();
    for (Object name : names) {
      Integer value = values.get(name.toString());
      if (value == null) {
        throw new IllegalArgumentException(
            where(layer) + ": from = '" + name + "' " + missing(layers, layer, name.toString()));
      }
      from.add(value);
    }
    return from.stream().mapToInt(Integer::intValue).toArray();
  }

  private static String missing(List<Map<String, Object>> layers, int layer, String name) {
    for (int i = layer; i < layers.size(); i++) {
      if (layers.get(i).get("name").equals(name)) {
        return (i == layer ? "is the layer itself" : "is a later layer")
            + ", which would close a cycle; expected an earlier layer, or \"input\"";
      }
    }
    TreeSet<String> known = new TreeSet<>();
    layers.subList(0, layer).forEach(other -> known.add(other.get("name").toString()));
    return "is no layer; expected one of "
        + INPUT
        + (known.isEmpty() ? "" : ", " + String.join(", ", known));
  }

  private static String where(int layer) {
    return "network.layers[" + layer + "]";
  }
}
