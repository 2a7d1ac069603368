package io.dendrite.data.format;

import io.dendrite.data.BadFile;
import io.dendrite.data.Growth;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;

/**
 * The header of an IDX file: two zero bytes, a type, the number of dimensions, the dimensions as
 * big-endian 32-bit integers.
 *
 * @param type type of the values: 0x08 unsigned byte, 0x09 signed byte, 0x0B short, 0x0C int, 0x0D
 *     float
 * @param dimensions number of dimensions
 * @param rows number of rows, which is the first dimension
 * @param width number of values per row, which is the product of the other dimensions
 */
public record IdxHeader(int type, int dimensions, int rows, int width) {

  static final int UNSIGNED = 0x08;
  static final int SIGNED = 0x09;
  static final int SHORT = 0x0B;
  static final int INT = 0x0C;
  static final int FLOAT = 0x0D;

  /**
   * Reads the header, and compares the length of the file with the length that follows from the
   * header.
   *
   * @param length number of bytes of the whole uncompressed file; -1 if unknown
   * @throws BadFile if this is not an IDX header, or if the real length differs from the length
   *     that follows from the header
   */
  static IdxHeader read(InputStream in, long length) throws IOException {
    byte[] magic = IdxBytes.read(in, 4);
    boolean whole = magic.length == 4;
    if (!whole || magic[0] != 0 || magic[1] != 0 || valueBytes(magic[2]) == 0 || magic[3] == 0) {
      throw new BadFile(
          "not an IDX file: begins with 0x%s, expected 0x0000, a type (08, 09, 0b, 0c or 0d) and the number of dimensions"
              .formatted(HexFormat.of().formatHex(magic)));
    }
    int dimensions = magic[3] & 0xff;
    byte[] sizes = IdxBytes.read(in, 4 * dimensions);
    if (sizes.length < 4 * dimensions) {
      throw new BadFile("truncated: the file ends within its header");
    }
    long width = 1;
    for (int i = 1; i < dimensions; i++) {
      width *= dimension(sizes, i);
      if (width == 0 || width * valueBytes(magic[2]) > Growth.LONGEST) {
        throw new BadFile("dimension " + (i + 1) + " makes a row of " + width + " values");
      }
    }
    IdxHeader header = new IdxHeader(magic[2], dimensions, dimension(sizes, 0), (int) width);
    header.checkLength(length);
    return header;
  }

  /** Number of bytes of one row. */
  public int rowBytes() {
    return width * valueBytes(type);
  }

  /** The exception for a file that ends after {@code found} whole rows. */
  BadFile truncated(long found) {
    return new BadFile(
        "truncated: the header promises %d rows of %d bytes, found %d whole rows"
            .formatted(rows, rowBytes(), found));
  }

  private void checkLength(long length) throws BadFile {
    long head = 4 + 4L * dimensions;
    long promised = head + (long) rows * rowBytes();
    if (length >= 0 && length < promised) {
      throw truncated((length - head) / rowBytes());
    }
    if (length > promised) {
      throw new BadFile(
          "%d bytes are left after the %d rows that the header promises"
              .formatted(length - promised, rows));
    }
  }

  private static int dimension(byte[] sizes, int i) throws BadFile {
    int size = IdxBytes.bigEndian(sizes, 4 * i, 4);
    if (size < 0) {
      throw new BadFile(
          "dimension %d is %d, more than %d"
              .formatted(i + 1, Integer.toUnsignedLong(size), Integer.MAX_VALUE));
    }
    return size;
  }

  private static int valueBytes(int type) {
    return switch (type) {
      case UNSIGNED, SIGNED -> 1;
      case SHORT -> 2;
      case INT, FLOAT -> 4;
      default -> 0;
    };
  }
}
