package io.dendrite.data.format;

import io.dendrite.data.Growth;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Writes IDX files of unsigned bytes (LeCun's MNIST format): a header, then the bytes of the
 * values.
 */
public final class IdxWriter {
  private IdxWriter() {}

  /**
   * Writes the header of a file with {@code dims[0]} items. The dimensions after the first are the
   * dimensions of one item. After the header, the caller must write as many bytes as the product of
   * all dimensions.
   *
   * @throws IllegalArgumentException if there are no dimensions or more than 255, or if a dimension
   *     is negative
   */
  public static void header(OutputStream out, int... dims) throws IOException {
    if (dims.length == 0 || dims.length > 255) {
      throw new IllegalArgumentException("1 to 255 dimensions expected, got " + dims.length);
    }
    ByteBuffer header = ByteBuffer.allocate(4 + 4 * dims.length);
    header.putInt(0x0800 | dims.length);
    for (int dim : dims) {
      if (dim < 0) {
        throw new IllegalArgumentException("negative dimension " + dim);
      }
      header.putInt(dim);
    }
    out.write(header.array());
  }

  /** Writes images of {@code height x width} pixels, row-major, one unsigned byte each. */
  public static void images(OutputStream out, int count, int height, int width, byte[] pixels)
      throws IOException {
    if (pixels.length != Growth.product(count, Growth.product(height, width))) {
      throw new IllegalArgumentException(
          "%d x %d x %d pixels expected, got %d".formatted(count, height, width, pixels.length));
    }
    header(out, count, height, width);
    out.write(pixels);
  }

  /** Writes labels, each of which is from 0 to 255. */
  public static void labels(OutputStream out, byte[] labels) throws IOException {
    header(out, labels.length);
    out.write(labels);
  }
}
