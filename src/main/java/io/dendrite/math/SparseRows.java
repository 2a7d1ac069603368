package io.dendrite.math;

import java.util.Arrays;

/**
 * A chunk of sparse rows X[rows][width] in CSR form, which is filled row by row. The class computes
 * the products Y += X W' and G += D' X of the sparse rows X with dense matrices, where W and G are
 * [out][width], Y and D are [rows][out], and a prime means the transpose.
 *
 * <p>Products with sparse rows use only the columns in which the chunk has entries. The used
 * columns of W (or G) are copied to separate arrays, one tile of outputs at a time. Each number of
 * W (or G), which are far apart in memory, is therefore fetched once per chunk instead of once per
 * entry. The inner loops of a product run over the copied columns from index 0. The JIT compiler
 * vectorises loops over two arrays only if both arrays are used from index 0; vectorised loops are
 * 4 times faster. The copied columns take the memory of one tile of the used columns, and 20 bytes
 * per used column. Every element of a product is summed in the order of the entries, four entries
 * at a time.
 *
 * <p>Arrays grow to the size that the largest chunk needs and are not shrunk. Not thread-safe.
 */
public final class SparseRows {
  /**
   * Number of outputs per tile. With 128 outputs, copies of 1000 columns of the weight matrix (512
   * KB) fit into a core's L2 cache.
   */
  private static final int TILE = 128;

  private final int width;
  private int rows;
  private int entries;
  private int[] starts = new int[17];
  private int[] columns = new int[256];
  private float[] values = new float[256];

  /** One bit for each column, set if the chunk has an entry in the column; 64 bits per word. */
  private final long[] present;

  /** For each word of {@link #present}, the number of bits that are set in all words before it. */
  private final int[] before;

  private boolean indexed;

  /** For each entry, the index of its column in {@link #distinct}. */
  private int[] places = new int[0];

  /** The columns in which the chunk has entries, ascending. */
  private int[] distinct = new int[0];

  private int distinctColumns;

  /**
   * For each column in {@link #distinct}, the column's elements of W or G for one tile of outputs.
   */
  private float[][] tiles = new float[0][];

  /** The elements of one row of Y or D for one tile of outputs. */
  private float[] line = new float[0];

  /** Creates an empty chunk whose rows have this number of columns. */
  public SparseRows(int width) {
    this.width = width;
    present = new long[(width + 63) / 64];
    before = new int[present.length];
  }

  /**
   * Begins to fill a row. If row {@code row} or later rows were filled before, the contents of all
   * these rows are removed. Rows are filled in order, from 0.
   */
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

  /** Adds an entry to the row that was begun last. */
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
    indexed = false;
  }

  /** A function that is called with each entry of a row. */
  public interface Entries {
    /** Called once for each entry of the row, in the order in which the entries were added. */
    void add(int column, float value);
  }

  /** Calls {@code to} with each entry of a row. */
  public void entries(int row, Entries to) {
    for (int e = starts[row]; e < starts[row + 1]; e++) {
      to.add(columns[e], values[e]);
    }
  }

  /**
   * Computes Y[rows][out] += X W' with these sparse rows X, where W[out][width] begins at w[at].
   */
  public void addProduct(float[] w, int at, float[] y, int out) {
    index(out);
    for (int first = 0; first < out; first += TILE) {
      int n = Math.min(TILE, out - first);
      for (int c = 0; c < distinctColumns; c++) {
        float[] tile = tiles[c];
        int from = at + first * width + distinct[c];
        for (int j = 0; j < n; j++) {
          tile[j] = w[from + j * width];
        }
      }
      for (int row = 0; row < rows; row++) {
        Arrays.fill(line, 0, n, 0f);
        int end = starts[row + 1];
        int e = starts[row];
        for (; e + 3 < end; e += 4) {
          addFour(e, n);
        }
        for (; e < end; e++) {
          addScaled(values[e], tiles[places[e]], line, n);
        }
        Vectors.add(line, 0, y, row * out + first, n);
      }
    }
  }

  /**
   * Computes G[out][width] += D' X with these sparse rows X and D[rows][out], where G begins at
   * g[at].
   */
  public void addTransposedProduct(float[] d, int out, float[] g, int at) {
    index(out);
    for (int first = 0; first < out; first += TILE) {
      int n = Math.min(TILE, out - first);
      for (int c = 0; c < distinctColumns; c++) {
        Arrays.fill(tiles[c], 0, n, 0f);
      }
      for (int row = 0; row < rows; row++) {
        System.arraycopy(d, row * out + first, line, 0, n);
        int end = starts[row + 1];
        for (int e = starts[row]; e < end; e++) {
          addScaled(values[e], line, tiles[places[e]], n);
        }
      }
      for (int c = 0; c < distinctColumns; c++) {
        float[] tile = tiles[c];
        int to = at + first * width + distinct[c];
        for (int j = 0; j < n; j++) {
          g[to + j * width] += tile[j];
        }
      }
    }
  }

  /** Computes y = y + a x for the first n elements. */
  private static void addScaled(float a, float[] x, float[] y, int n) {
    for (int j = 0; j < n; j++) {
      y[j] += a * x[j];
    }
  }

  /**
   * For four neighbouring entries of a row, adds to {@link #line} each entry's value times the
   * copied tile of the entry's column.
   */
  private void addFour(int entry, int n) {
    float a = values[entry];
    float b = values[entry + 1];
    float c = values[entry + 2];
    float d = values[entry + 3];
    float[] p = tiles[places[entry]];
    float[] q = tiles[places[entry + 1]];
    float[] r = tiles[places[entry + 2]];
    float[] s = tiles[places[entry + 3]];
    float[] sum = line;
    for (int j = 0; j < n; j++) {
      sum[j] += (a * p[j] + b * q[j]) + (c * r[j] + d * s[j]);
    }
  }

  /**
   * Column of the first entry of the chunk that is NaN or infinite; -1 if all entries are finite.
   */
  public int firstNonFinite() {
    int e = Vectors.firstNonFinite(values, 0, entries);
    return e < 0 ? -1 : columns[e];
  }

  /** Allocates and fills the arrays that a product with {@code out} outputs uses. */
  private void index(int out) {
    if (!indexed) {
      findColumns();
      indexed = true;
    }
    int n = Math.min(TILE, out);
    if (tiles.length < distinctColumns) {
      tiles = Arrays.copyOf(tiles, Math.min(width, 2 * distinctColumns));
    }
    for (int c = 0; c < distinctColumns; c++) {
      if (tiles[c] == null || tiles[c].length < n) {
        tiles[c] = new float[n];
      }
    }
    if (line.length < n) {
      line = new float[n];
    }
  }

  /**
   * Finds the columns in which the chunk has entries, and for each entry the index of its column in
   * {@link #distinct}.
   */
  private void findColumns() {
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
  }
}
