package io.dendrite.nn;

import io.dendrite.math.Elementary;
import io.dendrite.math.Rng;
import io.dendrite.math.Vectors;
import java.util.List;

/**
 * A restricted Boltzmann machine (Smolensky, 1986) that learns by one step of contrastive
 * divergence, CD-1 (Hinton, 2002): y = F(v) - F(v') is one number for each input row v. The
 * elements of v are from 0 to 1. The free energy is F(v) = -c'v - sum_j log(1 + e^(b_j + W_j v)).
 * The reconstruction v' of v is drawn at random: first the hidden units with the probabilities h =
 * sigmoid(W v + b), then the visible units with the probabilities sigmoid(W'h + c).
 *
 * <p>The reconstruction v' is binary, so it is a piecewise constant function of the parameters. The
 * derivative of y is therefore exactly the gradient of CD-1: dW = h(v') v'' - h(v) v' (the last
 * prime of each term means the transpose), db = h(v') - h(v), dc = v' - v; dv = -c - W'h. The
 * options are {@code units} and {@code init}, the initialiser of the weights ({@code normal 0.01}
 * unless given).
 */
final class Rbm implements Layer {
  /**
   * Number of rows that are processed together. The scratch space, {@link Slot#scratch}, holds the
   * intermediate results of the rows that are processed together.
   */
  private static final int TILE = 64;

  private final int units;
  private final Init init;

  Rbm(Options options) {
    units = options.count("units");
    init = options.init("init", "normal 0.01");
  }

  @Override
  public Shape shape(Shape... inputs) {
    return Shape.flat(1);
  }

  @Override
  public List<Param> params(Shape input) {
    int in = input.size();
    return List.of(
        new Param("weight", new int[] {units, in}, init, in, units, true),
        new Param("bias", new int[] {units}, Init.ZERO, in, units, false),
        new Param("visible", new int[] {in}, Init.ZERO, units, in, false));
  }

  @Override
  public long multiplications(Shape input) {
    return 3L * units * input.size();
  }

  @Override
  public int scratch(Shape input) {
    return TILE * (2 * input.size() + 3 * units);
  }

  @Override
  public boolean random() {
    return true;
  }

  /**
   * Offset in {@link Slot#scratch} of the states (0 or 1) that were drawn at random for the hidden
   * units.
   */
  private int sample() {
    return TILE * units;
  }

  private int visible() {
    return 2 * TILE * units;
  }

  private int reconstruction(Slot s) {
    return visible() + TILE * s.in;
  }

  private int second(Slot s) {
    return reconstruction(s) + TILE * s.in;
  }

  @Override
  public void forward(Slot s) {
    for (int row = 0; row < s.rows; row += TILE) {
      int rows = Math.min(TILE, s.rows - row);
      pass(s, row, rows);
      for (int i = 0; i < rows; i++) {
        s.y[row + i] =
            (float)
                (energy(s, s.x, (row + i) * s.in, i * units)
                    - energy(s, s.scratch, reconstruction(s) + i * s.in, second(s) + i * units));
      }
    }
  }

  /**
   * Writes to {@link Slot#scratch}: the inputs of the hidden units, the states drawn for them, the
   * reconstruction of the rows, and the inputs of the hidden units for the reconstruction.
   */
  private void pass(Slot s, int row, int rows) {
    float[] t = s.scratch;
    hidden(s, s.x, row * s.in, t, 0, rows);
    long at = (long) (s.firstRow + row) * (units + s.in);
    for (int i = 0; i < rows; i++) {
      sample(t, i * units, t, sample() + i * units, units, s.key, at + (long) i * (units + s.in));
    }
    Vectors.fillRows(s.w, s.at[2], t, visible(), rows, s.in);
    s.blas.gemm(false, false, rows, s.in, units, 1f, t, sample(), s.w, s.at[0], 1f, t, visible());
    for (int i = 0; i < rows; i++) {
      long from = at + (long) i * (units + s.in) + units;
      sample(t, visible() + i * s.in, t, reconstruction(s) + i * s.in, s.in, s.key, from);
    }
    hidden(s, t, reconstruction(s), t, second(s), rows);
  }

  /** Computes the inputs of the hidden units, a = V W' + b. */
  private void hidden(Slot s, float[] v, int at, float[] a, int to, int rows) {
    Vectors.fillRows(s.w, s.at[1], a, to, rows, units);
    s.blas.gemm(false, true, rows, units, s.in, 1f, v, at, s.w, s.at[0], 1f, a, to);
  }

  private static void sample(float[] a, int at, float[] to, int toAt, int n, long key, long index) {
    for (int j = 0; j < n; j++) {
      to[toAt + j] = Rng.uniform(key, index + j) < probability(a[at + j]) ? 1f : 0f;
    }
  }

  private static float probability(float a) {
    float e = Elementary.exp(-Math.abs(a));
    return a < 0 ? e / (1f + e) : 1f / (1f + e);
  }

  /**
   * The free energy F of the row that begins at v[at]. The inputs of the row's hidden units begin
   * at index {@code a} of {@link Slot#scratch}.
   */
  private double energy(Slot s, float[] v, int at, int a) {
    double energy = 0;
    for (int i = 0; i < s.in; i++) {
      energy -= (double) s.w[s.at[2] + i] * v[at + i];
    }
    for (int j = 0; j < units; j++) {
      float x = s.scratch[a + j];
      energy -= Math.max(x, 0f) + StrictMath.log1p(Elementary.exp(-Math.abs(x)));
    }
    return energy;
  }

  @Override
  public void backward(Slot s) {
    for (int row = 0; row < s.rows; row += TILE) {
      int rows = Math.min(TILE, s.rows - row);
      pass(s, row, rows);
      gradient(s, s.x, row * s.in, 0, row, rows, -1f);
      if (s.dx != null) {
        // The scratch space now holds the products -dy h for the input rows v, not for the
        // reconstructions v'.
        Vectors.fillRows(s.w, s.at[2], s.dx, row * s.in, rows, s.in);
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < s.in; j++) {
            s.dx[(row + i) * s.in + j] *= -s.dy[row + i];
          }
        }
        s.blas.gemm(
            false, false, rows, s.in, units, 1f, s.scratch, 0, s.w, s.at[0], 1f, s.dx, row * s.in);
      }
      gradient(s, s.scratch, reconstruction(s), second(s), row, rows, 1f);
    }
  }

  /**
   * Adds the product of the factors sign and dy and the outer product h v' to the gradient of W,
   * the product with h to the gradient of b, and the product with v to the gradient of c, for each
   * row from v[at] on. The method overwrites the inputs of the rows' hidden units with sign dy h.
   */
  private void gradient(Slot s, float[] v, int at, int a, int row, int rows, float sign) {
    float[] t = s.scratch;
    for (int i = 0; i < rows; i++) {
      float factor = sign * s.dy[row + i];
      for (int j = 0; j < units; j++) {
        t[a + i * units + j] = factor * probability(t[a + i * units + j]);
      }
      for (int j = 0; j < s.in; j++) {
        s.g[s.at[2] + j] += factor * v[at + i * s.in + j];
      }
    }
    s.blas.gemm(true, false, units, s.in, rows, 1f, t, a, v, at, 1f, s.g, s.at[0]);
    Vectors.addColumnSums(t, a, rows, units, s.g, s.at[1]);
  }

  @Override
  public boolean readsOutput() {
    return false;
  }
}
