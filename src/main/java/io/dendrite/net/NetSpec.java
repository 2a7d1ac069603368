package io.dendrite.net;

import io.dendrite.nn.Layer;
import io.dendrite.nn.Loss;
import io.dendrite.nn.Ops;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network as a user writes it: layers from the input to the output, and a loss.
 *
 * @param layers one entry a layer: {@code type}, {@code name} and the options that were given
 * @param loss {@code type} and options
 * @param classes classification (targets are class indices) or regression
 */
public record NetSpec(List<Map<String, Object>> layers, Map<String, Object> loss, boolean classes)
    implements Serializable {

  /**
   * Reads entries like {@code "inner-product 300"} or {@code {type = inner-product, units = 300,
   * name = a}}.
   *
   * @throws IllegalArgumentException naming the entry and what is wrong with it
   */
  public static NetSpec of(List<?> layers, Object loss, boolean classes) {
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
      if (!name.matches("[A-Za-z0-9_-]+")) {
        throw new IllegalArgumentException(
            where + ": name '" + name + "' may only have letters, digits, '-' and '_'");
      }
      for (Map<String, Object> other : entries) {
        if (other.get("name").equals(name)) {
          throw new IllegalArgumentException(
              where + ": name '" + name + "' is already taken by a layer before it");
        }
      }
      entries.add(entry);
    }
    NetSpec spec = new NetSpec(List.copyOf(entries), entry("network.loss", loss), classes);
    for (int i = 0; i < entries.size(); i++) {
      spec.layer(i);
    }
    spec.makeLoss();
    return spec;
  }

  /** Makes layer i; throws for an unknown type or option. */
  Layer layer(int i) {
    Map<String, Object> options = new HashMap<>(layers.get(i));
    String type = options.remove("type").toString();
    options.remove("name");
    return Ops.layer(type, "network.layers[" + i + "] (" + type + ")", options);
  }

  /** Makes the loss; throws for an unknown type or option. */
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
