package io.dendrite.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dendrite.cli.text.Printable;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** How a command answers. */
public final class OutputOptions {
  @Option(
      names = "--json",
      description = "Print the result as one JSON object on the last line of stdout.")
  public boolean json;

  @Option(names = "--verbose", description = "Show logs and, on failure, the stack trace.")
  boolean verbose;

  /** Prints a result: as JSON, or in words. */
  void print(Map<String, ?> result, Consumer<Map<String, ?>> words) {
    if (!json) {
      words.accept(result);
      return;
    }
    try {
      // Control characters that JSON allows in strings; what replaces them is JSON, too.
      System.out.println(
          Printable.of(JsonMapper.builder().build().writeValueAsString(finite(result))));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** JSON has no NaN and no infinity: they become null. */
  private static Object finite(Object value) {
    if (value instanceof Double d && !Double.isFinite(d)) {
      return null;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new java.util.LinkedHashMap<>();
      map.forEach((key, v) -> copy.put(key, finite(v)));
      return copy;
    }
    if (value instanceof Iterable<?> list) {
      java.util.List<Object> copy = new java.util.ArrayList<>();
      list.forEach(v -> copy.add(finite(v)));
      return copy;
    }
    return value;
  }
}
