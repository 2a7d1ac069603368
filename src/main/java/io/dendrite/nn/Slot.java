package io.dendrite.nn;

import io.dendrite.math.Blas;
import io.dendrite.math.SparseRows;

/**
 * The arrays that a layer reads and writes in one pass over one chunk of rows: the row-major
 * matrices x[rows][in] and y[rows][out], and the derivatives of the loss by x and y.
 */
public final class Slot {
  /** The library that computes matrix products. */
  public Blas blas;

  /** Number of rows of the chunk. */
  public int rows;

  /** Index of the chunk's first row within the shard's share of the mini-batch. */
  public int firstRow;

  /** Number of elements of a row of x. */
  public int in;

  /** Number of elements of a row of y. */
  public int out;

  /** Shape of a row of x: channels, height and width. */
  public Shape inShape;

  /** Shape of a row of y: channels, height and width. */
  public Shape outShape;

  /** The layer's input x[rows][in]. */
  public float[] x;

  /** The layer's output y[rows][out]. */
  public float[] y;

  /** The derivative of the loss by x; null if it is not needed. */
  public float[] dx;

  /** The derivative of the loss by y. */
  public float[] dy;

  /** All inputs of a layer that joins several inputs; x is the first input. */
  public float[][] xs;

  /** For each input in xs, the number of elements of a row. */
  public int[] ins;

  /**
   * The derivative of the loss by each input in xs; an entry is null if the derivative is not
   * needed.
   */
  public float[][] dxs;

  /** The input as sparse rows, in which case x and dx are null; null if the input is dense. */
  public SparseRows sparse;

  /** The flat vector of all parameters of the network. */
  public float[] w;

  /** The gradient of the loss by all parameters, in the layout of w. */
  public float[] g;

  /** Offsets in w and g of this layer's parameter tensors, in the order of {@link Layer#params}. */
  public int[] at;

  /**
   * Scratch space for intermediate results of a layer's pass. After the pass, another layer may
   * overwrite the contents.
   */
  public float[] scratch;

  /** True in training, false in evaluation; some layers, such as dropout, depend on it. */
  public boolean training;

  /** Key of the random stream from which this layer draws in this step, for this shard and seed. */
  public long key;
}
