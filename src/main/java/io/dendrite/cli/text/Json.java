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
 * A command's result as one line of JSON: a record's components are the fields, in their order.
 * JSON has no NaN and no infinity: they become null.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().addMixIn(Metrics.class, Summary.class).build();

  private Json() {}

  /** Writes metrics as fields of the result, under their names. */
  private abstract static class Summary {
    @JsonValue
    abstract Map<String, Number> summary();
  }

  /** The line, without line breaks and other control characters. */
  public static String of(Object result) {
    // Control characters that JSON allows in strings; what replaces them is JSON, too.
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
