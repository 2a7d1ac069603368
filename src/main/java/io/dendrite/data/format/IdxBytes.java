package io.dendrite.data.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads a given number of bytes from a stream. Memory is allocated as bytes are read, so that a
 * wrong length in a file cannot exhaust the heap.
 */
final class IdxBytes {
  private static final int FIRST = 1 << 16;

  private IdxBytes() {}

  /**
   * Reads the next {@code length} bytes, or fewer if the stream, or the gzip data that the stream
   * reads, ends earlier.
   */
  static byte[] read(InputStream in, int length) throws IOException {
    byte[] bytes = new byte[Math.min(length, FIRST)];
    int have = 0;
    try {
      while (have < length) {
        if (have == bytes.length) {
          bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * have));
        }
        int got = in.read(bytes, have, bytes.length - have);
        if (got < 0) {
          break;
        }
        have += got;
      }
    } catch (EOFException gzipEndsEarly) {
      return Arrays.copyOf(bytes, have);
    }
    return have == bytes.length ? bytes : Arrays.copyOf(bytes, have);
  }

  /** Reads a signed big-endian integer of {@code size} bytes. */
  static int bigEndian(byte[] b, int at, int size) {
    int value = b[at];
    for (int i = 1; i < size; i++) {
      value = value << 8 | (b[at + i] & 0xff);
    }
    return value;
  }
}
