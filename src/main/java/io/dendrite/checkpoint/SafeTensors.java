package io.dendrite.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Reads and writes the safetensors format (Hugging Face, 2022), with float32 and float64 only.
 *
 * <p>A file consists of the length of its header (8 bytes, little-endian), the header, and the
 * tensors as contiguous raw little-endian numbers. The header is a JSON object that has the dtype,
 * shape and data_offsets of each tensor, and strings under the key {@code __metadata__}. Files that
 * Dendrite writes have the CRC32C of each tensor under the metadata key {@code crc32c}, as a JSON
 * text that maps the names of tensors to 8 hexadecimal digits.
 */
public final class SafeTensors {

  /**
   * The content of a safetensors file.
   *
   * @param metadata the strings of the file's metadata, sorted by key, without the checksums
   * @param tensors the tensors in the order in which the file has them, each with an array of its
   *     own
   */
  public record Contents(Map<String, String> metadata, List<Tensor> tensors) {
    /** Makes the metadata and the list of tensors unmodifiable. */
    public Contents {
      metadata = Collections.unmodifiableMap(metadata);
      tensors = List.copyOf(tensors);
    }

    /**
     * The tensor with the given name.
     *
     * @throws IllegalArgumentException if the file has no such tensor
     */
    public Tensor tensor(String name) {
      for (Tensor tensor : tensors) {
        if (tensor.name().equals(name)) {
          return tensor;
        }
      }
      throw new IllegalArgumentException(
          "no tensor named '"
              + name
              + "'; there are "
              + tensors.stream().map(Tensor::name).toList());
    }
  }

  private SafeTensors() {}

  /**
   * Writes a safetensors file to a stream, which is neither synced nor closed.
   *
   * @throws IllegalArgumentException if two tensors have the same name, the metadata has the key
   *     {@code crc32c}, or the header would exceed 1 MiB
   */
  public static void write(OutputStream out, Map<String, String> metadata, List<Tensor> tensors)
      throws IOException {
    new SafeTensorsImage(metadata, tensors).writeTo(out);
  }

  /**
   * Reads a safetensors file to its end, and verifies every checksum in the file.
   *
   * @param fileLength length of the file in bytes, as the file system reports it; the tensors never
   *     take more memory than this length
   * @param file name of the file for error messages
   * @param strict whether to refuse a file that has no checksums
   * @throws DamagedFileException if the file is not a complete, valid safetensors file with numbers
   *     in float32 or float64
   */
  public static Contents read(InputStream in, long fileLength, String file, boolean strict)
      throws IOException {
    SafeTensorsHeader header = SafeTensorsHeader.read(in, fileLength, file, strict);
    List<Tensor> tensors = new ArrayList<>(header.slices().size());
    byte[] chunk = new byte[SafeTensorsImage.CHUNK];
    for (SafeTensorsHeader.Slice slice : header.slices()) {
      Elements data = slice.type().allocate(slice.size());
      read(in, slice, data, chunk, header, file);
      tensors.add(new Tensor(slice.name(), slice.shape(), data, 0));
    }
    checkEnd(in, fileLength, file);
    return new Contents(header.metadata(), tensors);
  }

  /** Verifies a file as {@link #read} does, but keeps only its metadata. */
  static Map<String, String> verify(InputStream in, long fileLength, String file)
      throws IOException {
    SafeTensorsHeader header = SafeTensorsHeader.read(in, fileLength, file, true);
    byte[] chunk = new byte[SafeTensorsImage.CHUNK];
    for (SafeTensorsHeader.Slice slice : header.slices()) {
      read(in, slice, null, chunk, header, file);
    }
    checkEnd(in, fileLength, file);
    return header.metadata();
  }

  private static void read(
      InputStream in,
      SafeTensorsHeader.Slice slice,
      Elements data,
      byte[] chunk,
      SafeTensorsHeader header,
      String file)
      throws IOException {
    CRC32C crc = new CRC32C();
    ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    int bytes = slice.type().bytes;
    int size = slice.size();
    for (int from = 0; from < size; ) {
      int count = Math.min(size - from, chunk.length / bytes);
      int got = in.readNBytes(chunk, 0, count * bytes);
      if (got < count * bytes) {
        throw new DamagedFileException(
            file,
            "the end of the file within tensor " + DamagedFileException.quote(slice.name()),
            (slice.end() - slice.begin() - (long) from * bytes - got) + " bytes more of it");
      }
      crc.update(chunk, 0, got);
      if (data != null) {
        data.get(from, count, buffer);
      }
      from += count;
    }
    if (header.crc32c() != null) {
      String expected = header.crc32c().get(slice.name());
      if (!Checksum.hex(crc).equals(expected)) {
        throw new DamagedFileException(
            file,
            "tensor "
                + DamagedFileException.quote(slice.name())
                + " with CRC32C "
                + Checksum.hex(crc),
            expected);
      }
    }
  }

  private static void checkEnd(InputStream in, long fileLength, String file) throws IOException {
    if (in.read() >= 0) {
      throw new DamagedFileException(file, "more bytes behind the tensors", fileLength + " in all");
    }
  }
}
