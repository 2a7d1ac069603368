package io.dendrite.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads strict JSON. A JSON text must be in UTF-8 and hold exactly one object, without duplicate
 * keys at any depth.
 */
final class Json {
  static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  static ObjectNode object(byte[] utf8, String file, String what) throws DamagedFileException {
    try {
      return object(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString(), file, what);
    } catch (CharacterCodingException e) {
      throw new DamagedFileException(file, what + " that is not UTF-8", "a JSON object in UTF-8");
    }
  }

  static ObjectNode object(String text, String file, String what) throws DamagedFileException {
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      String reason = DamagedFileException.quote(String.valueOf(e.getOriginalMessage()));
      throw new DamagedFileException(
          file, what + " that is not valid JSON (" + reason + ")", "a JSON object");
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new DamagedFileException(
        file, what + " that holds " + node.getNodeType(), "a JSON object");
  }
}
