package io.dendrite.allreduce;

import io.dendrite.reduce.Division;
import io.dendrite.reduce.SubtreeSums;
import io.dendrite.wire.Peer;
import io.dendrite.wire.Slices;
import java.nio.ByteBuffer;

/**
 * One task's connections to the other executors of its job: in each step, the task sends one {@link
 * Message} of each kind to every other executor. If the job runs in a single JVM, there are no
 * connections. The buffers of messages can be reused in every step. A buffer is not overwritten too
 * early: before a task writes into it again, the task has received a message of another kind from
 * every receiver. A receiver sends its message of the other kind only after the buffer's previous
 * message has arrived.
 */
public final class Peers {
  private final long job;
  private final int task;
  private final Replica replica;
  private final Division division;
  private final int[] elements;
  private final Peer[] peers;
  private final ByteBuffer[] gradients;
  private final ByteBuffer squares;
  private final ByteBuffer parameters;
  private final Slices slice;

  /**
   * @param elements for each block of parameters, the index of its first parameter; the last entry
   *     is the number of parameters
   * @param peers connection to each executor, by the executor's index; the entry of this executor
   *     is empty
   */
  public Peers(long job, int task, Replica replica, int[] elements, Peer[] peers) {
    this.job = job;
    this.task = task;
    this.replica = replica;
    this.elements = elements;
    this.peers = peers;
    division = replica.division;
    int subtrees = division.subtrees(replica.executor);
    int blocks = division.firstBlock(task + 1) - division.firstBlock(task);
    gradients = new ByteBuffer[peers.length];
    for (int i = 0; i < peers.length; i++) {
      gradients[i] = ByteBuffer.allocate(Message.ofGradient(subtrees));
    }
    squares = ByteBuffer.allocate(Message.ofSquares(blocks));
    parameters = ByteBuffer.allocate(Message.ofParameters());
    int from = elements[division.firstBlock(task)];
    int length = elements[division.firstBlock(task + 1)] - from;
    slice = new Slices(new float[][] {replica.parameters}, from, length);
  }

  /**
   * Sends the elements {@code from} (inclusive) to {@code end} (exclusive) of this executor's
   * gradient sums to the executors that update the parameters with the same indices.
   */
  public void sendGradient(SubtreeSums sums, int from, int end) {
    for (int executor = 0; executor < peers.length; executor++) {
      if (peers[executor] == null) {
        continue;
      }
      int start = Math.max(from, firstElement(executor));
      int length = Math.max(0, Math.min(end, firstElement(executor + 1)) - start);
      ByteBuffer header = Message.begin(gradients[executor], Message.GRADIENT, job, task);
      header.putInt(sums.count);
      for (int i = 0; i < sums.count; i++) {
        header.putDouble(sums.loss[i]).putDouble(sums.weight[i]).putInt(sums.rows[i]);
      }
      header.putInt(start).putInt(length).flip();
      Slices slices = length == 0 ? Slices.NONE : new Slices(sums.filled(), start, length);
      peers[executor].send(header, slices, replica.barrier::fail);
    }
  }

  private int firstElement(int executor) {
    return elements[division.firstBlock(division.tasks()[executor])];
  }

  /**
   * Sends to all other executors the sums of squares for the task's blocks of parameters, and the
   * step after which the job ends.
   */
  public void sendSquares() {
    int first = division.firstBlock(task);
    int count = division.firstBlock(task + 1) - first;
    ByteBuffer header = Message.begin(squares, Message.SQUARES, job, task);
    header.putLong(replica.until).putInt(first).putInt(count);
    for (int i = 2 * first; i < 2 * (first + count); i++) {
      header.putDouble(replica.squares[i]);
    }
    send(header.flip(), Slices.NONE);
  }

  /** Sends the task's slice of the new parameters to all other executors. */
  public void sendParameters() {
    ByteBuffer header = Message.begin(parameters, Message.PARAMETERS, job, task);
    header.putInt(slice.at()).putInt(slice.length()).flip();
    send(header, slice);
  }

  private void send(ByteBuffer header, Slices slices) {
    for (Peer peer : peers) {
      if (peer != null) {
        peer.send(header.duplicate(), slices, replica.barrier::fail);
      }
    }
  }
}
