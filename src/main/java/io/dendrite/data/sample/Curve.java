package io.dendrite.data.sample;

import io.dendrite.data.format.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A continuous function on an interval, as an example of the theorem that a network with one hidden
 * layer can approximate any continuous function as closely as wanted (Cybenko, 1989, and Hornik,
 * Stinchcombe and White, 1989):
 *
 * <pre>
 * y = sin(pi x) + 0.4 cos(3 pi x), x uniform in [-1, 1)
 * </pre>
 *
 * Row i of the generated file is a pure function of (seed, i).
 */
public final class Curve {
  private final long seed;

  /** Creates the generator of the points that belong to a seed. */
  public Curve(long seed) {
    this.seed = seed;
  }

  /** The value of the function at x. */
  public static double value(double x) {
    return StrictMath.sin(StrictMath.PI * x) + 0.4 * StrictMath.cos(3 * StrictMath.PI * x);
  }

  /** The value of the variable x in row {@code index}. */
  public double x(long index) {
    return CsvWriter.rounded(new Draws(seed, index).between(-1, 1));
  }

  /**
   * Writes a header line {@code x,y} and rows 0 (inclusive) to {@code count} (exclusive) as CSV;
   * the caller closes the stream.
   */
  public void write(OutputStream out, int count) throws IOException {
    CsvWriter csv = new CsvWriter(out, "x,y");
    for (int i = 0; i < count; i++) {
      double x = x(i);
      csv.number(x).number(value(x)).endLine();
    }
  }
}
