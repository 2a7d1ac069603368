package io.dendrite.nn;

import io.dendrite.math.Vectors;
import java.util.List;

/**
 * Inner product, or fully connected layer: it computes Y = X W' + 1 b', with X[rows][in],
 * W[out][in], b[out].
 *
 * <p>dX = dY W, dW += dY' X, db += dY' 1. If the rows of X are sparse, loops over their entries
 * ({@link io.dendrite.math.SparseRows}) compute the products with X. The options are {@code units}
 * (the number of outputs), {@code init} of the weights ({@code he} unless given), and {@code bias}
 * (the initial value of b, 0 unless given). With {@code init = spark-mlp}, b is initialised like
 * the weights unless {@code bias} is given.
 */
final class InnerProduct implements Layer {
  private final int units;
  private final Init init;
  private final Init bias;

  InnerProduct(Options options) {
    units = options.count("units");
    init = options.init("init", "he");
    Init constant = options.constant("bias", "0");
    bias = init.type().equals("spark-mlp") && !options.names("bias") ? init : constant;
  }

  @Override
  public Shape shape(Shape... inputs) {
    return Shape.flat(units);
  }

  @Override
  public List<Param> params(Shape input) {
    int in = input.size();
    return List.of(
        new Param("weight", new int[] {units, in}, init, in, units, true),
        new Param("bias", new int[] {units}, bias, in, units, false));
  }

  @Override
  public long multiplications(Shape input) {
    return (long) units * input.size();
  }

  @Override
  public void forward(Slot s) {
    Vectors.fillRows(s.w, s.at[1], s.y, 0, s.rows, s.out);
    if (s.sparse != null) {
      s.sparse.addProduct(s.w, s.at[0], s.y, s.out);
    } else {
      s.blas.gemm(false, true, s.rows, s.out, s.in, 1f, s.x, 0, s.w, s.at[0], 1f, s.y, 0);
    }
  }

  @Override
  public void backward(Slot s) {
    if (s.sparse != null) {
      s.sparse.addTransposedProduct(s.dy, s.out, s.g, s.at[0]);
    } else {
      s.blas.gemm(true, false, s.out, s.in, s.rows, 1f, s.dy, 0, s.x, 0, 1f, s.g, s.at[0]);
    }
    Vectors.addColumnSums(s.dy, 0, s.rows, s.out, s.g, s.at[1]);
    if (s.dx != null) {
      s.blas.gemm(false, false, s.rows, s.in, s.out, 1f, s.dy, 0, s.w, s.at[0], 0f, s.dx, 0);
    }
  }

  @Override
  public boolean takesSparse() {
    return true;
  }

  @Override
  public boolean givesAnyNumber() {
    return true;
  }

  @Override
  public boolean readsOutput() {
    return false;
  }
}
