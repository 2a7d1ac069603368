package io.dendrite.data.sample;

import io.dendrite.data.format.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Regions of the square [-1, 1)^2 that a network of threshold units can separate (Lippmann, 1987)
 * with no hidden layer (a half plane), with one hidden layer (a convex polygon), and with two
 * hidden layers (any region). Each unit of the first layer is a half plane, each unit of the second
 * layer takes the AND of several half planes, and the last layer takes the OR. Each region covers
 * about half of the square.
 */
public enum Region {
  HALF_PLANE(new double[][] {{1, 2, 0.2}}),

  /** A hexagon, which is a convex region. */
  CONVEX(
      new double[][] {
        {1, 0, 0.8}, {-1, 0, 0.7}, {0, 1, 0.8}, {0, -1, 0.7}, {1, 1, 0.9}, {-1, -1, 0.9}
      }),

  /** The shape of the letter L, which is not convex, and a triangle that does not touch it. */
  ANY(
      new double[][] {{1, 0, 0.9}, {-1, 0, -0.4}, {0, 1, 0.9}, {0, -1, 0.9}},
      new double[][] {{1, 0, 0.9}, {-1, 0, 0.8}, {0, 1, 0.9}, {0, -1, -0.4}},
      new double[][] {{1, 0, 0.1}, {0, 1, 0.1}, {-1, -1, 0.9}});

  private final double[][][] pieces;

  Region(double[][]... pieces) {
    this.pieces = pieces;
  }

  /**
   * The convex pieces whose union is the region, as [piece][edge][3]. A point (x, y) is in a piece
   * if a x + b y + c > 0 for each edge (a, b, c) of the piece.
   */
  public double[][][] pieces() {
    double[][][] copy = new double[pieces.length][][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = java.util.Arrays.stream(pieces[i]).map(double[]::clone).toArray(double[][]::new);
    }
    return copy;
  }

  /** True if the point (x, y) lies in the region. */
  public boolean contains(double x, double y) {
    for (double[][] piece : pieces) {
      boolean inside = true;
      for (double[] edge : piece) {
        inside &= edge[0] * x + edge[1] * y + edge[2] > 0;
      }
      if (inside) {
        return true;
      }
    }
    return false;
  }

  /**
   * Fills {@code point} with the coordinates x and y of row {@code index}, which are a pure
   * function of seed and index.
   */
  public static void point(long seed, long index, double[] point) {
    Draws draws = new Draws(seed, index);
    point[0] = CsvWriter.rounded(draws.between(-1, 1));
    point[1] = CsvWriter.rounded(draws.between(-1, 1));
  }

  /**
   * Writes a header line {@code x,y,half_plane,convex,any} and rows 0 (inclusive) to {@code count}
   * (exclusive) of a seed as CSV. The column of each region is 1 for a point inside the region and
   * 0 outside. The caller closes the stream.
   */
  public static void write(OutputStream out, int count, long seed) throws IOException {
    CsvWriter csv = new CsvWriter(out, "x,y,half_plane,convex,any");
    double[] point = new double[2];
    for (int i = 0; i < count; i++) {
      point(seed, i, point);
      csv.number(point[0]).number(point[1]);
      for (Region region : values()) {
        csv.text(region.contains(point[0], point[1]) ? "1" : "0");
      }
      csv.endLine();
    }
  }
}
