package io.dendrite.allreduce;

import java.nio.ByteBuffer;

/**
 * The header of a message that a task of one executor sends to another executor in a step of an
 * all-reduce job. In each step, every task sends one message of each kind to every other executor,
 * in the order {@link #GRADIENT}, {@link #SQUARES}, {@link #PARAMETERS}.
 */
public final class Message {
  /**
   * Kind of message with the sender's gradient sums, one for each subtree of the canonical tree,
   * for the slice of the parameters that the receiver updates. The header holds the number of
   * subtrees, the loss, weight and number of rows of each subtree, the index of the first gradient
   * element, and the number of gradient elements. After the header come the gradient elements of
   * every subtree that has rows.
   */
  public static final int GRADIENT = 0;

  /**
   * Kind of message with sums of squares. The header holds the step after which the job ends, the
   * sender's first block of parameters, the sender's number of blocks, and for each block the sums
   * of squares of the mean gradient and of the parameters. The message consists of its header only.
   */
  public static final int SQUARES = 1;

  /**
   * Kind of message with new parameters. The header holds the index of the first parameter in the
   * message and the number of parameters. After the header come the parameters.
   */
  public static final int PARAMETERS = 2;

  /** Number of kinds of messages between executors. */
  static final int KINDS = 3;

  private static final int START = 2 * Integer.BYTES + Long.BYTES;

  private Message() {}

  /** Size in bytes of the header of a {@link #GRADIENT} message. */
  static int ofGradient(int subtrees) {
    return START + 3 * Integer.BYTES + subtrees * (2 * Double.BYTES + Integer.BYTES);
  }

  /** Size in bytes of the header of a {@link #SQUARES} message. */
  static int ofSquares(int blocks) {
    return START + Long.BYTES + 2 * Integer.BYTES + 2 * blocks * Double.BYTES;
  }

  /** Size in bytes of the header of a {@link #PARAMETERS} message. */
  static int ofParameters() {
    return START + 2 * Integer.BYTES;
  }

  /** Writes the fields with which every kind of header begins. */
  static ByteBuffer begin(ByteBuffer header, int kind, long job, int task) {
    return header.clear().putInt(kind).putLong(job).putInt(task);
  }
}
