package io.dendrite.checkpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * The contents of a safetensors file before it is written: the header and the tensors. The elements
 * of the tensors are converted to bytes while the file is written, a part at a time.
 *
 * <p>The bytes of the file depend only on the metadata (in any order) and the tensors. The tensors
 * must not change as long as this object is used.
 */
final class SafeTensorsImage {
  static final int CHUNK = 1 << 18;

  private final byte[] header;
  private final List<Tensor> tensors;

  SafeTensorsImage(Map<String, String> metadata, List<Tensor> tensors) {
    this.tensors = List.copyOf(tensors);
    this.header = header(metadata, this.tensors);
  }

  long length() {
    long length = header.length;
    for (Tensor tensor : tensors) {
      length += tensor.bytes();
    }
    return length;
  }

  /** CRC32C of the whole file. */
  int crc32c() {
    CRC32C crc = new CRC32C();
    try (OutputStream out = new CheckedOutputStream(OutputStream.nullOutputStream(), crc)) {
      writeTo(out);
    } catch (IOException e) {
      throw new AssertionError("a stream that discards cannot fail", e);
    }
    return (int) crc.getValue();
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(header);
    byte[] chunk = new byte[CHUNK];
    for (Tensor tensor : tensors) {
      write(tensor, out, chunk);
    }
  }

  private static void write(Tensor tensor, OutputStream out, byte[] chunk) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    int bytes = tensor.elements().type().bytes;
    int end = tensor.offset() + (int) tensor.size();
    for (int from = tensor.offset(); from < end; ) {
      int count = Math.min(end - from, chunk.length / bytes);
      tensor.elements().put(from, count, buffer);
      out.write(chunk, 0, count * bytes);
      from += count;
    }
  }

  private static byte[] header(Map<String, String> metadata, List<Tensor> tensors) {
    if (metadata.containsKey(SafeTensorsHeader.CRC32C)) {
      throw new IllegalArgumentException(
          "metadata key '" + SafeTensorsHeader.CRC32C + "' is the writer's own; take another name");
    }
    ObjectNode json = Json.MAPPER.createObjectNode();
    ObjectNode strings = json.putObject(SafeTensorsHeader.METADATA);
    new TreeMap<>(metadata).forEach(strings::put);
    ObjectNode checksums = Json.MAPPER.createObjectNode();
    byte[] chunk = new byte[CHUNK];
    long position = 0;
    for (Tensor tensor : tensors) {
      if (json.has(tensor.name())) {
        throw new IllegalArgumentException(
            "two tensors are named '" + tensor.name() + "'; names must differ");
      }
      ObjectNode entry = json.putObject(tensor.name());
      entry.put("dtype", tensor.elements().type().name());
      ArrayNode shape = entry.putArray("shape");
      Arrays.stream(tensor.shape()).forEach(shape::add);
      ArrayNode offsets = entry.putArray("data_offsets").add(position);
      position += tensor.bytes();
      offsets.add(position);
      checksums.put(tensor.name(), checksum(tensor, chunk));
    }
    strings.put(SafeTensorsHeader.CRC32C, checksums.toString());
    return framed(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] framed(byte[] json) {
    int padded = (json.length + 7) / 8 * 8;
    if (padded > SafeTensorsHeader.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "metadata and tensor names need a header of %d bytes; at most %d fit"
              .formatted(padded, SafeTensorsHeader.MAX_LENGTH));
    }
    byte[] header = new byte[SafeTensorsHeader.PREFIX + padded];
    ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(json);
    Arrays.fill(header, SafeTensorsHeader.PREFIX + json.length, header.length, (byte) ' ');
    return header;
  }

  private static String checksum(Tensor tensor, byte[] chunk) {
    CRC32C crc = new CRC32C();
    try (OutputStream out = new CheckedOutputStream(OutputStream.nullOutputStream(), crc)) {
      write(tensor, out, chunk);
    } catch (IOException e) {
      throw new AssertionError("a stream that discards cannot fail", e);
    }
    return Checksum.hex(crc);
  }
}
