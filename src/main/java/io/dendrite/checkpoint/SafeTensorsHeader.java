package io.dendrite.checkpoint;

import static io.dendrite.checkpoint.DamagedFileException.quote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The header of a safetensors file. Before any memory is allocated for tensors, the header is
 * checked against the length of the file.
 *
 * <p>{@link #read} checks that the positions of the tensors are contiguous, in the order of the
 * file, and cover exactly the part of the file after the header.
 *
 * @param metadata the strings of {@code __metadata__}, without the checksums
 * @param crc32c checksum of each tensor, as 8 hexadecimal digits, by the tensor's name; null if the
 *     file has no checksums
 * @param slices positions of the tensors, in the order of their bytes in the file
 */
record SafeTensorsHeader(
    Map<String, String> metadata, Map<String, String> crc32c, List<Slice> slices) {
  static final int PREFIX = Long.BYTES;
  static final int MAX_LENGTH = 1 << 20;
  static final String METADATA = "__metadata__";
  static final String CRC32C = "crc32c";
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /**
   * The position of one tensor in the file, from byte {@code begin} (inclusive) to byte {@code end}
   * (exclusive), counted from the end of the header.
   */
  record Slice(String name, Elements.Type type, int[] shape, long begin, long end) {
    int size() {
      return (int) ((end - begin) / type.bytes);
    }
  }

  static SafeTensorsHeader read(InputStream in, long fileLength, String file, boolean strict)
      throws IOException {
    if (fileLength < PREFIX) {
      throw new DamagedFileException(
          file, fileLength + " bytes in all", "at least the " + PREFIX + " of the header's length");
    }
    byte[] prefix = exactly(in, PREFIX, file);
    long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 0 || length > MAX_LENGTH || length > fileLength - PREFIX) {
      throw new DamagedFileException(
          file,
          "a header of " + Long.toUnsignedString(length) + " bytes in a file of " + fileLength,
          "at most " + Math.min(MAX_LENGTH, fileLength - PREFIX));
    }
    ObjectNode json = Json.object(exactly(in, (int) length, file), file, "a header");
    Parser parser = new Parser(file, fileLength - PREFIX - length);
    SafeTensorsHeader header = parser.header(json);
    parser.checkChecksums(header, strict);
    return header;
  }

  private static byte[] exactly(InputStream in, int length, String file) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new DamagedFileException(
          file, "the end of the file within its header", (length - bytes.length) + " bytes more");
    }
    return bytes;
  }

  private record Parser(String file, long dataLength) {

    SafeTensorsHeader header(ObjectNode json) throws DamagedFileException {
      Map<String, String> metadata = new TreeMap<>();
      List<Slice> slices = new ArrayList<>();
      for (Iterator<Map.Entry<String, JsonNode>> fields = json.fields(); fields.hasNext(); ) {
        Map.Entry<String, JsonNode> field = fields.next();
        if (field.getKey().equals(METADATA)) {
          metadata = strings(field.getValue(), METADATA);
        } else {
          slices.add(slice(field.getKey(), field.getValue()));
        }
      }
      slices.sort(Comparator.comparingLong(Slice::begin).thenComparingLong(Slice::end));
      checkCover(slices);
      String crc32c = metadata.remove(CRC32C);
      return new SafeTensorsHeader(
          metadata,
          crc32c == null ? null : strings(Json.object(crc32c, file, "checksums"), CRC32C),
          slices);
    }

    private Map<String, String> strings(JsonNode node, String what) throws DamagedFileException {
      if (!node.isObject()) {
        throw new DamagedFileException(
            file, what + " of type " + node.getNodeType(), "an object of strings");
      }
      Map<String, String> strings = new TreeMap<>();
      for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext(); ) {
        Map.Entry<String, JsonNode> field = fields.next();
        if (!field.getValue().isTextual()) {
          throw new DamagedFileException(
              file,
              what + " key " + quote(field.getKey()) + " of type " + field.getValue().getNodeType(),
              "a string");
        }
        strings.put(field.getKey(), field.getValue().textValue());
      }
      return strings;
    }

    private Slice slice(String name, JsonNode node) throws DamagedFileException {
      JsonNode dtype = node.path("dtype");
      JsonNode shape = node.path("shape");
      JsonNode offsets = node.path("data_offsets");
      if (node.size() != 3 || !dtype.isTextual() || !shape.isArray() || offsets.size() != 2) {
        throw new DamagedFileException(
            file,
            "tensor " + quote(name) + " described by " + quote(node.toString()),
            "an object with a string dtype, an array shape and two data_offsets");
      }
      Elements.Type type =
          Arrays.stream(Elements.Type.values())
              .filter(known -> known.name().equals(dtype.textValue()))
              .findFirst()
              .orElse(null);
      if (type == null) {
        throw new DamagedFileException(
            file, "tensor " + quote(name) + " of dtype " + quote(dtype.textValue()), "F32 or F64");
      }
      int[] extents = new int[shape.size()];
      long size = 1;
      for (int i = 0; i < extents.length; i++) {
        extents[i] = (int) integer(shape.get(i), LARGEST_ARRAY, name, "a dimension of ");
        size *= extents[i];
        if (size > LARGEST_ARRAY) {
          throw new DamagedFileException(
              file,
              "tensor " + quote(name) + " of shape " + quote(shape.toString()),
              "at most " + LARGEST_ARRAY + " elements");
        }
      }
      long begin = integer(offsets.get(0), dataLength, name, "data_offsets from ");
      long end = integer(offsets.get(1), dataLength, name, "data_offsets to ");
      if (end - begin != size * type.bytes) {
        throw new DamagedFileException(
            file,
            "tensor " + quote(name) + " in bytes " + begin + " to " + end,
            size * type.bytes + " bytes for shape " + quote(shape.toString()));
      }
      return new Slice(name, type, extents, begin, end);
    }

    private long integer(JsonNode node, long max, String name, String what)
        throws DamagedFileException {
      boolean whole = node.isIntegralNumber() && node.canConvertToLong();
      if (!whole || node.longValue() < 0 || node.longValue() > max) {
        throw new DamagedFileException(
            file,
            "tensor " + quote(name) + " with " + what + quote(node.toString()),
            "a whole number from 0 to " + max);
      }
      return node.longValue();
    }

    private void checkCover(List<Slice> slices) throws DamagedFileException {
      long position = 0;
      for (Slice slice : slices) {
        if (slice.begin() != position) {
          throw new DamagedFileException(
              file, "tensor " + quote(slice.name()) + " at byte " + slice.begin(), "" + position);
        }
        position = slice.end();
      }
      if (position != dataLength) {
        throw new DamagedFileException(
            file,
            dataLength + " bytes behind the header",
            position + " by the header's data_offsets");
      }
    }

    void checkChecksums(SafeTensorsHeader header, boolean strict) throws DamagedFileException {
      if (header.crc32c == null) {
        if (strict) {
          throw new DamagedFileException(file, "no checksums", "a crc32c of every tensor");
        }
        return;
      }
      for (Slice slice : header.slices) {
        String crc = header.crc32c.get(slice.name());
        if (crc == null || !Checksum.isHex(crc)) {
          throw new DamagedFileException(
              file,
              "tensor " + quote(slice.name()) + " with checksum " + quote(String.valueOf(crc)),
              "8 hexadecimal digits");
        }
      }
      if (header.crc32c.size() != header.slices.size()) {
        throw new DamagedFileException(
            file,
            header.crc32c.size() + " checksums",
            "one for each of " + header.slices.size() + " tensors");
      }
    }
  }
}
