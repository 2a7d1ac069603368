package io.dendrite.allreduce;

import java.nio.ByteBuffer;

/**
 * The header of what a task of one executor sends to another executor in a step of a job of many
 * steps. A step is one message of each kind from every task to every other executor, in this order.
 */
public final class Message {
  /**
   * Sums over the subtrees of the sender's shards, of the slice that the receiver updates: number
   * of subtrees, loss, weight and rows of each, first element and their number; then the elements
   * of every subtree that has rows.
   */
  public static final int GRADIENT = 0;

  /**
   * After which step the job ends, first block, number of blocks, and of each the sums of squares
   * of the mean gradient and of the parameters.
   */
  public static final int SQUARES = 1;

  /** First element and number of elements; then the new parameters. */
  public static final int PARAMETERS = 2;

  /** How many kinds there are. */
  static final int KINDS = 3;

  private static final int START = 2 * Integer.BYTES + Long.BYTES;

  private Message() {}

  /** Bytes of the header of a gradient. */
  static int ofGradient(int subtrees) {
    return START + 3 * Integer.BYTES + subtrees * (2 * Double.BYTES + Integer.BYTES);
  }

  /** Bytes of the header of squares. */
  static int ofSquares(int blocks) {
    return START + Long.BYTES + 2 * Integer.BYTES + 2 * blocks * Double.BYTES;
  }

  /** Bytes of the header of parameters. */
  static int ofParameters() {
    return START + 2 * Integer.BYTES;
  }

  /** Begins a header. */
  static ByteBuffer begin(ByteBuffer header, int kind, long job, int task) {
    return header.clear().putInt(kind).putLong(job).putInt(task);
  }
}
