package io.dendrite.cli.text;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dendrite.score.Metrics;
import java.util.Map;

/**
 * Writes a command's result as one line of JSON. The components of a record become JSON fields in
 * the same order. NaN and infinity become null, since JSON has neither.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().addMixIn(Metrics.class, Summary.class).build();

  private Json() {}

  /** A Jackson mix-in that writes metrics as fields of the result, under their names. */
  private abstract static class Summary {
    @JsonValue
    abstract Map<String, Number> summary();
  }

  /** The line of JSON for a result, without line breaks and other control characters. */
  public static String of(Object result) {
    // JSON allows some control characters in strings; they are replaced by escapes that are valid
    // JSON too.
    return Printable.of(finite(MAPPER.valueToTree(result)));
  }

  private static JsonNode finite(JsonNode node) {
    if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
      return NullNode.instance;
    }
    if (node instanceof ObjectNode object) {
      object.fields().forEachRemaining(field -> field.setValue(finite(field.getValue())));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, finite(array.get(i)));
      }
    }
    return node;
  }
}
