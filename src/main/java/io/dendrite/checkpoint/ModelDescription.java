package io.dendrite.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.hadoop.fs.ChecksumException;

/**
 * The text of {@code model.json}, which has the keys that the caller gives and four keys that this
 * class adds so that the model can be verified.
 */
final class ModelDescription {
  private static final String FORMAT = "dendrite-model";
  private static final int VERSION = 2;
  private static final String FORMAT_KEY = "format";
  private static final String VERSION_KEY = "formatVersion";
  private static final String CRC_KEY = "weightsCrc32c";
  private static final String OWN_CRC_KEY = "jsonCrc32c";
  private static final int LARGEST_JSON = 64 << 20;

  private ModelDescription() {}

  /**
   * The text of {@code model.json}, with the checksums of the weights file and of the text itself.
   */
  static byte[] text(ObjectNode json, int weightsCrc) throws IOException {
    ObjectNode full = Json.MAPPER.createObjectNode();
    full.put(FORMAT_KEY, FORMAT).put(VERSION_KEY, VERSION);
    ObjectNode rest = json.deepCopy();
    rest.remove(List.of(FORMAT_KEY, VERSION_KEY, CRC_KEY, OWN_CRC_KEY));
    full.setAll(rest);
    full.put(CRC_KEY, Checksum.hex(weightsCrc));
    full.put(OWN_CRC_KEY, ownCrc(full.toString().getBytes(StandardCharsets.UTF_8)));
    byte[] text = full.toPrettyString().getBytes(StandardCharsets.UTF_8);
    if (text.length > LARGEST_JSON) {
      throw new IllegalArgumentException(
          "model.json would have " + text.length + " bytes; at most " + LARGEST_JSON + " are read");
    }
    return text;
  }

  /**
   * Reads and verifies the description of a model.
   *
   * @throws DamagedFileException if the file does not hold what was written
   */
  static ObjectNode read(AtomicFiles files, String name) throws IOException {
    String path = files.path(name);
    ObjectNode json = parse(files, name);
    checkFormat(json, path);
    String own = json.path(OWN_CRC_KEY).asText();
    String found = ownCrc(json.toString().getBytes(StandardCharsets.UTF_8));
    if (!own.equals(found)) {
      throw new DamagedFileException(
          path, "content with CRC32C " + found, "'" + own + "' as it says of itself");
    }
    return json;
  }

  /**
   * True if the file is a description of a Dendrite model. The model may be of any version, and the
   * file may be damaged.
   */
  static boolean isOurs(AtomicFiles files, String name) throws IOException {
    try {
      return parse(files, name).path(FORMAT_KEY).asText().equals(FORMAT);
    } catch (FileNotFoundException | DamagedFileException e) {
      return false;
    }
  }

  /** The CRC32C that the weights file should have, as the model's description records it. */
  static String weightsCrc(ObjectNode json) {
    return json.path(CRC_KEY).asText();
  }

  /**
   * The CRC32C of a model's description, without the key that holds this checksum. White space in
   * the text does not change the checksum.
   */
  private static String ownCrc(byte[] text) throws IOException {
    ObjectNode content = Json.object(text, "model.json", "a model description");
    content.remove(OWN_CRC_KEY);
    CRC32C crc = new CRC32C();
    crc.update(content.toString().getBytes(StandardCharsets.UTF_8));
    return Checksum.hex(crc);
  }

  private static void checkFormat(ObjectNode json, String path) throws IOException {
    JsonNode version = json.path(VERSION_KEY);
    if (!json.path(FORMAT_KEY).asText().equals(FORMAT) || !version.isIntegralNumber()) {
      throw new IOException(path + " is not a Dendrite model: it does not say format " + FORMAT);
    }
    if (!version.canConvertToInt() || version.intValue() > VERSION) {
      throw new IOException(
          "%s was written by a newer Dendrite (format version %s, this one reads up to %d); use that"
              .formatted(path, version, VERSION));
    }
  }

  private static ObjectNode parse(AtomicFiles files, String name) throws IOException {
    long length =
        files
            .find(name)
            .filter(found -> !found.directory())
            .orElseThrow(
                () ->
                    new FileNotFoundException(files.path(name) + " does not exist: no whole model"))
            .length();
    if (length > LARGEST_JSON) {
      throw new DamagedFileException(
          files.path(name), length + " bytes", "at most " + LARGEST_JSON);
    }
    try (InputStream in = files.open(name)) {
      return Json.object(in.readNBytes((int) length), files.path(name), "a model description");
    } catch (ChecksumException e) {
      throw new DamagedFileException(
          files.path(name), "a block that fails the file system's checksum", "none", e);
    }
  }
}
