package io.dendrite.data.sample;

import io.dendrite.data.format.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Two binary patterns on a ring of {@value #PIXELS} pixels, in every translation with wrap-around.
 * Both patterns have the same number of pixels that are on (Hinton's lectures on neural networks,
 * after Minsky and Papert's group invariance theorem, 1969). Over all translations of either
 * pattern, each pixel is on equally often, so a linear unit has the same mean output for both
 * patterns and cannot distinguish them.
 */
public final class WrapAround {
  /** Number of pixels of the ring. */
  public static final int PIXELS = 16;

  /** For each pattern, the indices of the pixels that are on. */
  private static final int[][] ON = {{0, 1, 2, 5, 9}, {0, 1, 4, 6, 7}};

  private WrapAround() {}

  /**
   * The value (0 or 1) of a pixel after the pattern with index {@code pattern} was moved around the
   * ring by {@code moved} pixels to the right.
   */
  public static int pixel(int pattern, int moved, int pixel) {
    for (int on : ON[pattern]) {
      if ((on + moved) % PIXELS == pixel) {
        return 1;
      }
    }
    return 0;
  }

  /**
   * Writes a header line {@code p0,...,p15,pattern} and one row for each translation of each
   * pattern, {@code A} or {@code B}; the caller closes the stream.
   */
  public static void write(OutputStream out) throws IOException {
    String pixels =
        IntStream.range(0, PIXELS).mapToObj(i -> "p" + i).collect(Collectors.joining(","));
    CsvWriter csv = new CsvWriter(out, pixels + ",pattern");
    for (int pattern = 0; pattern < ON.length; pattern++) {
      for (int moved = 0; moved < PIXELS; moved++) {
        for (int i = 0; i < PIXELS; i++) {
          csv.text(Integer.toString(pixel(pattern, moved, i)));
        }
        csv.text(pattern == 0 ? "A" : "B").endLine();
      }
    }
  }
}
