package io.dendrite.nn;

import io.dendrite.math.Blas;
import io.dendrite.math.SparseRows;

/**
 * What a layer works on in one pass over one chunk of rows: row-major matrices x[rows][in],
 * y[rows][out] and their deltas.
 */
public final class Slot {
  /** Matrix products. */
  public Blas blas;

  /** Rows of this chunk, and the place of its first row in the shard's share of the mini-batch. */
  public int rows;

  public int firstRow;

  /** Elements of a row of x and y, and how they are arranged. */
  public int in;

  public int out;
  public Shape inShape;
  public Shape outShape;

  /**
   * Input and output, and the derivatives of the loss with respect to them; dx is null where it is
   * not needed.
   */
  public float[] x;

  public float[] y;
  public float[] dx;
  public float[] dy;

  /** All inputs of a layer that joins several, their widths and deltas; x is the first of them. */
  public float[][] xs;

  public int[] ins;
  public float[][] dxs;

  /**
   * The input as sparse rows, for a layer that takes them; x and dx are then null. Null if the
   * input is x.
   */
  public SparseRows sparse;

  /**
   * All parameters of the net and their gradient, in the same layout; this node's tensors start at
   * w[at[0]], w[at[1]] ...
   */
  public float[] w;

  public float[] g;
  public int[] at;

  /** Room for a layer's intermediate results; its contents do not outlast a pass. */
  public float[] scratch;

  /** True in training (dropout drops), false in evaluation. */
  public boolean training;

  /** Random stream of (seed, step, shard, node). */
  public long key;
}
