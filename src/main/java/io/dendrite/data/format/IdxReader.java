package io.dendrite.data.format;

import io.dendrite.data.BadFile;
import io.dendrite.data.ByteFeatures;
import io.dendrite.data.Features;
import io.dendrite.data.FloatFeatures;
import io.dendrite.data.Growth;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the rows of an uncompressed IDX stream in order, in blocks. Memory is allocated as bytes
 * are read.
 */
public final class IdxReader {
  private final InputStream in;
  private final IdxHeader header;
  private int read;

  /**
   * Reads the header of an IDX stream.
   *
   * @param in stream of the uncompressed bytes; the caller closes it
   * @param length number of bytes of the whole uncompressed file; -1 if unknown
   * @throws BadFile if the stream is not an IDX file, or if its length differs from the length that
   *     follows from the header
   */
  public IdxReader(InputStream in, long length) throws IOException {
    this.in = in;
    this.header = IdxHeader.read(in, length);
  }

  /** The header of the IDX file. */
  public IdxHeader header() {
    return header;
  }

  /**
   * Reads the next rows, at most {@code maxRows}, and fewer if {@code maxRows} rows do not fit into
   * one array. Returns null after the last row. Unsigned bytes are returned as {@link
   * ByteFeatures}, all other types as {@link FloatFeatures}. An int whose magnitude is above 2^24
   * is rounded.
   *
   * @throws BadFile if rows are missing, bytes follow the last row, or a float is not finite
   */
  public Features next(int maxRows) throws IOException {
    if (maxRows < 1) {
      throw new IllegalArgumentException("at least 1 row must be asked for, got " + maxRows);
    }
    int rows = rowsOf(maxRows);
    byte[] bytes = bytes(rows);
    int first = read - rows;
    if (rows == 0) {
      return null;
    }
    return header.type() == IdxHeader.UNSIGNED
        ? new ByteFeatures(rows, header.width(), bytes)
        : new FloatFeatures(rows, header.width(), floats(bytes, first));
  }

  /**
   * Reads all labels of a label file, which has one whole number per row.
   *
   * @param length number of bytes of the whole uncompressed file; -1 if unknown
   * @throws BadFile if the file is damaged or does not hold one whole number per row
   */
  public static int[] labels(InputStream in, long length) throws IOException {
    IdxReader reader = new IdxReader(in, length);
    IdxHeader header = reader.header;
    if (header.dimensions() != 1 || header.type() == IdxHeader.FLOAT) {
      throw new BadFile(
          "not a label file: %d dimensions of type 0x%02x, expected 1 dimension of whole numbers"
              .formatted(header.dimensions(), header.type()));
    }
    int size = header.rowBytes();
    if ((long) header.rows() * size > Growth.LONGEST) {
      throw new BadFile(header.rows() + " labels do not fit into one array");
    }
    byte[] bytes = reader.bytes(header.rows());
    int[] labels = new int[header.rows()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = whole(bytes, i * size, header.type(), size);
    }
    return labels;
  }

  private int rowsOf(int maxRows) {
    int fit = Growth.LONGEST / header.rowBytes();
    return Math.min(Math.min(maxRows, fit), header.rows() - read);
  }

  private byte[] bytes(int rows) throws IOException {
    int length = rows * header.rowBytes();
    byte[] bytes = IdxBytes.read(in, length);
    if (bytes.length < length) {
      throw header.truncated(read + bytes.length / header.rowBytes());
    }
    read += rows;
    if (read == header.rows() && !atEnd()) {
      throw new BadFile("bytes are left after the " + read + " rows that the header promises");
    }
    return bytes;
  }

  private boolean atEnd() throws IOException {
    try {
      return in.read() < 0;
    } catch (EOFException gzipEndsEarly) {
      throw new BadFile("truncated: the compressed data ends before its checksum");
    }
  }

  private float[] floats(byte[] bytes, int firstRow) throws BadFile {
    int size = header.rowBytes() / header.width();
    float[] values = new float[bytes.length / size];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          header.type() == IdxHeader.FLOAT
              ? Float.intBitsToFloat(IdxBytes.bigEndian(bytes, 4 * i, 4))
              : whole(bytes, i * size, header.type(), size);
      if (!Float.isFinite(values[i])) {
        throw new BadFile(
            "row %d, value %d: found %s, expected a finite number"
                .formatted(firstRow + 1L + i / header.width(), i % header.width() + 1, values[i]));
      }
    }
    return values;
  }

  private static int whole(byte[] b, int at, int type, int size) {
    return type == IdxHeader.UNSIGNED ? b[at] & 0xff : IdxBytes.bigEndian(b, at, size);
  }
}
