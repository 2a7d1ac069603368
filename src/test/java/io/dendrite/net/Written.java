package io.dendrite.net;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Layers as tests write them: {@code "inner-product 3 name=a from=b+c"}, with commas between. */
public final class Written {
  private Written() {}

  public static List<Map<String, Object>> layers(String text) {
    List<Map<String, Object>> layers = new ArrayList<>();
    for (String layer : text.split(",\\s*")) {
      layers.add(layer(layer));
    }
    return layers;
  }

  /** One entry, with its type. */
  public static Map<String, Object> layer(String text) {
    String[] words = text.trim().split("\\s+");
    Map<String, Object> entry = new LinkedHashMap<>(Map.of("type", words[0]));
    for (int i = 1; i < words.length; i++) {
      String[] option = words[i].split("=");
      if (option.length == 1) {
        entry.put("", words[i]);
      } else if (option[0].equals("from")) {
        entry.put("from", List.of(option[1].split("\\+")));
      } else {
        entry.put(option[0], value(option[1]));
      }
    }
    return entry;
  }

  private static Object value(String text) {
    return text.matches("-?[0-9]+")
        ? (Object) Integer.valueOf(text)
        : text.matches("-?[0-9.]+") ? (Object) Double.valueOf(text) : text;
  }
}
