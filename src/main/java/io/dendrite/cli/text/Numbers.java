package io.dendrite.cli.text;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.util.NameTransformer;
import java.io.IOException;
import java.util.Map;

/**
 * Numbers whose names depend on the run, such as metrics, which differ between classification and
 * regression. If a record has a component of this type that Jackson unwraps, each number becomes a
 * JSON field of the record, in place of the component and in the order of the map. This record
 * exists since Jackson can unwrap records but not maps.
 */
@JsonSerialize(using = Numbers.Fields.class)
public record Numbers(Map<String, ? extends Number> byName) {

  static final class Fields extends JsonSerializer<Numbers> {
    @Override
    public void serialize(Numbers numbers, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      for (Map.Entry<String, ? extends Number> number : numbers.byName.entrySet()) {
        out.writeObjectField(number.getKey(), number.getValue());
      }
    }

    @Override
    public JsonSerializer<Numbers> unwrappingSerializer(NameTransformer unwrapper) {
      return this;
    }

    @Override
    public boolean isUnwrappingSerializer() {
      return true;
    }
  }
}
