package io.dendrite.allreduce;

import io.dendrite.engine.StepLog;
import io.dendrite.reduce.Division;
import io.dendrite.reduce.SubtreeSums;
import io.dendrite.task.SharePass;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The state of a run as the tasks of one JVM share and change it while a job does many steps.
 * Between two barriers, each task writes only its own part; messages from other executors fill
 * parts that no task here writes.
 */
public final class Replica {
  public final Division division;

  /** Index of this executor. */
  public final int executor;

  /** Number of tasks that have begun; counted in local mode only. */
  final AtomicInteger begun = new AtomicInteger();

  /** The flat parameter vector. */
  final float[] parameters;

  /** The optimiser's state vectors; out of date outside the slices of the tasks here. */
  final float[][] slots;

  /** What each task here has summed. */
  public final SubtreeSums[] sums;

  /**
   * The sums of the other executors over the slice of this one; the entry of this executor is
   * empty.
   */
  final SubtreeSums[] received;

  /** Takes a copy of a gradient whose sum is in a received slice; null in a single JVM. */
  public final float[] gradient;

  /** The passes of the tasks here, for the times they took. */
  final SharePass[] passes;

  /** Nanoseconds that each task here took to sum its part of the gradient. */
  final long[] sumNanos;

  /** Sums of squares of each block of the gradient and of the parameters. */
  final double[] squares;

  public final Barrier barrier;

  /** Counts of the messages that have arrived, for each kind ({@link Message}). */
  public final MessageCount[] arrived = new MessageCount[Message.KINDS];

  /** Written by the first of all tasks. */
  public final StepLog log;

  /**
   * The job ends before this step. Only the first of all tasks changes it, and sends it with the
   * squares.
   */
  volatile long until;

  /** First element of each block of the parameters, and their end. */
  final int[] elements;

  /** First element that the tasks here update, and the end of these. */
  final int firstElement;

  final int endElement;

  /** Set for the first of all tasks: whether to end after the current step. */
  volatile boolean stopAsked;

  /**
   * @param names of the executors
   * @param elements first element of each block of the parameters, and their end
   * @param from steps done before the job
   */
  public Replica(
      Division division,
      int executor,
      String[] names,
      int[] elements,
      float[] parameters,
      float[][] slots,
      long from,
      long until,
      long timeoutNanos) {
    this.division = division;
    this.executor = executor;
    this.parameters = parameters;
    this.slots = slots;
    this.until = until;
    int tasks = division.count(executor);
    sums = new SubtreeSums[tasks];
    passes = new SharePass[tasks];
    sumNanos = new long[tasks];
    squares = new double[2 * division.blocks()];
    barrier = new Barrier(tasks, timeoutNanos);
    log = new StepLog((int) (until - from));
    received = new SubtreeSums[division.executors()];
    this.elements = elements;
    firstElement = elements[division.firstBlock(division.tasks()[executor])];
    endElement = elements[division.firstBlock(division.tasks()[executor + 1])];
    for (int other = 0; other < received.length; other++) {
      if (other != executor) {
        received[other] = SubtreeSums.ofSlice(firstElement, endElement, division.subtrees(other));
      }
    }
    gradient = received.length > 1 ? new float[parameters.length] : null;
    for (int kind = 0; kind < Message.KINDS; kind++) {
      arrived[kind] = new MessageCount(division, executor, names);
    }
  }
}
