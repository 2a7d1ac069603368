package io.dendrite.math;

import java.util.Arrays;

/**
 * A chunk of sparse rows X[rows][width] (CSR), filled row by row, and its two products with dense
 * matrices: Y += X W' and G += D' X, with W and G [out][width], Y and D [rows][out].
 *
 * <p>Both touch only the columns that the chunk has entries in. Those columns of W (of G) are
 * packed as the rows of a small matrix, a tile of outputs at a time, so that the inner loop runs
 * over neighbours in memory, and each scattered number is fetched once a chunk instead of once an
 * entry. Every element is summed in the order of the entries, whatever the tile.
 *
 * <p>Arrays grow to what the largest chunk needs and stay. Not safe for use by two threads at once.
 */
public final class SparseRows {
  /** Floats of a packed tile at most (16 MiB), unless even the narrowest tile has more. */
  private static final int TILE = 1 << 22;

  private static final int NARROWEST = 16;

  private final int width;
  private int rows;
  private int entries;
  private int[] starts = new int[17];
  private int[] columns = new int[256];
  private float[] values = new float[256];

  /** One bit for each column that has an entry, and the number of such columns before each word. */
  private final long[] present;

  private final int[] before;
  private boolean indexed;

  /** Of each entry, the place of its column among the chunk's. */
  private int[] places = new int[0];

  /** The chunk's columns, ascending. */
  private int[] distinct = new int[0];

  private int distinctColumns;
  private float[] packed = new float[0];

  /** No rows yet, of so many columns. */
  public SparseRows(int width) {
    this.width = width;
    present = new long[(width + 63) / 64];
    before = new int[present.length];
  }

  /** Begins a row; those from there on are forgotten. Rows are filled in order, from 0. */
  public void begin(int row) {
    if (row > rows) {
      throw new IllegalArgumentException("row " + row + " begins after only " + rows + " rows");
    }
    if (row + 2 > starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    entries = starts[row];
    rows = row + 1;
    starts[rows] = entries;
    indexed = false;
  }

  /** Adds an entry to the row begun last. */
  public void add(int column, float value) {
    if (column < 0 || column >= width) {
      throw new IllegalArgumentException("column " + column + "; expected 0 to below " + width);
    }
    if (entries == columns.length) {
      int more = (int) Math.min(Integer.MAX_VALUE - 8, 2L * entries);
      columns = Arrays.copyOf(columns, more);
      values = Arrays.copyOf(values, more);
    }
    columns[entries] = column;
    values[entries++] = value;
    starts[rows] = entries;
  }

  /** Y[rows][out] += X W', with W[out][width] at w[at]. */
  public void addProduct(float[] w, int at, float[] y, int out) {
    index();
    int tile = tile(out);
    for (int first = 0; first < out; first += tile) {
      int n = Math.min(tile, out - first);
      for (int c = 0; c < distinctColumns; c++) {
        int from = at + first * width + distinct[c];
        int to = c * n;
        for (int j = 0; j < n; j++) {
          packed[to + j] = w[from + j * width];
        }
      }
      for (int row = 0; row < rows; row++) {
        for (int e = starts[row]; e < starts[row + 1]; e++) {
          Vectors.addScaled(values[e], packed, places[e] * n, y, row * out + first, n);
        }
      }
    }
  }

  /** G[out][width] at g[at] += D' X, with D[rows][out]. */
  public void addTransposedProduct(float[] d, int out, float[] g, int at) {
    index();
    int tile = tile(out);
    for (int first = 0; first < out; first += tile) {
      int n = Math.min(tile, out - first);
      Arrays.fill(packed, 0, distinctColumns * n, 0f);
      for (int row = 0; row < rows; row++) {
        for (int e = starts[row]; e < starts[row + 1]; e++) {
          Vectors.addScaled(values[e], d, row * out + first, packed, places[e] * n, n);
        }
      }
      for (int c = 0; c < distinctColumns; c++) {
        int to = at + first * width + distinct[c];
        int from = c * n;
        for (int j = 0; j < n; j++) {
          g[to + j * width] += packed[from + j];
        }
      }
    }
  }

  /** Column of the first entry that is NaN or infinite, or -1. */
  public int firstNonFinite() {
    int e = Vectors.firstNonFinite(values, 0, entries);
    return e < 0 ? -1 : columns[e];
  }

  /** Finds the chunk's columns and the place of each entry's among them. */
  private void index() {
    if (indexed) {
      return;
    }
    Arrays.fill(present, 0);
    for (int e = 0; e < entries; e++) {
      present[columns[e] >> 6] |= 1L << columns[e];
    }
    if (places.length < entries) {
      places = new int[columns.length];
      distinct = new int[Math.min(columns.length, width)];
    }
    int count = 0;
    for (int word = 0; word < present.length; word++) {
      before[word] = count;
      for (long bits = present[word]; bits != 0; bits &= bits - 1) {
        distinct[count++] = 64 * word + Long.numberOfTrailingZeros(bits);
      }
    }
    distinctColumns = count;
    for (int e = 0; e < entries; e++) {
      int word = columns[e] >> 6;
      long lower = present[word] & (1L << columns[e]) - 1;
      places[e] = before[word] + Long.bitCount(lower);
    }
    indexed = true;
  }

  /** Outputs that are packed at once. */
  private int tile(int out) {
    int tile = Math.min(out, Math.max(NARROWEST, TILE / Math.max(1, distinctColumns)));
    int needed = Math.multiplyExact(tile, distinctColumns);
    if (packed.length < needed) {
      packed = new float[needed];
    }
    return tile;
  }
}
