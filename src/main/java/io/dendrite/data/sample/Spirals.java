package io.dendrite.data.sample;

import io.dendrite.data.format.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Two interleaved spirals (Lang and Witbrock, 1988), as points with a little noise. The point at a
 * fraction t of arm c (0 or 1) is
 *
 * <pre>
 * r = 0.1 + 0.9 t, angle = 2 pi {@value #TURNS} t + pi c, (x, y) = r (cos angle, sin angle) + {@value #SIGMA} noise
 * </pre>
 *
 * where t is the square root of a uniform number, so that points lie about evenly along an arm. The
 * noise is standard normal. Neighbouring arms are about 0.3 apart. Row i of the generated file is a
 * pure function of (seed, i).
 */
public final class Spirals {
  private static final double TURNS = 1.5;
  private static final double SIGMA = 0.02;

  private final long seed;

  /** Creates the generator of the points that belong to a seed. */
  public Spirals(long seed) {
    this.seed = seed;
  }

  /**
   * Fills {@code point} with x and y of row {@code index} and returns the arm (0 or 1) on which the
   * point lies.
   */
  public int row(long index, double[] point) {
    Draws draws = new Draws(seed, index);
    int arm = draws.below(2);
    double t = StrictMath.sqrt(draws.uniform());
    double angle = 2 * StrictMath.PI * TURNS * t + StrictMath.PI * arm;
    double radius = 0.1 + 0.9 * t;
    point[0] = CsvWriter.rounded(radius * StrictMath.cos(angle) + SIGMA * draws.normal());
    point[1] = CsvWriter.rounded(radius * StrictMath.sin(angle) + SIGMA * draws.normal());
    return arm;
  }

  /**
   * Writes a header line {@code x,y,arm} and rows 0 (inclusive) to {@code count} (exclusive) as
   * CSV; the caller closes the stream.
   */
  public void write(OutputStream out, int count) throws IOException {
    CsvWriter csv = new CsvWriter(out, "x,y,arm");
    double[] point = new double[2];
    for (int i = 0; i < count; i++) {
      int arm = row(i, point);
      csv.number(point[0]).number(point[1]).text(Integer.toString(arm)).endLine();
    }
  }
}
