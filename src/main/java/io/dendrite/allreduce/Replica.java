package io.dendrite.allreduce;

import io.dendrite.engine.StepLog;
import io.dendrite.reduce.Division;
import io.dendrite.reduce.SubtreeSums;
import io.dendrite.task.SharePass;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The state of a run as the tasks of one JVM share and change it while a job does many steps.
 * Between two waits at a barrier, each task writes only the elements that are its own; messages
 * from other executors fill elements that no task of this JVM writes.
 */
public final class Replica {
  public final Division division;

  /** Index of the executor whose tasks share this replica. */
  public final int executor;

  /** Number of tasks of this JVM that have begun; counted in local mode only. */
  final AtomicInteger begun = new AtomicInteger();

  /** The flat parameter vector. */
  final float[] parameters;

  /** The optimiser's state vectors; up to date only in the slices that tasks of this JVM update. */
  final float[][] slots;

  /** For each task of this JVM, the gradient sums over the task's shards. */
  public final SubtreeSums[] sums;

  /**
   * For each other executor, the gradient sums that it sends for the parameters that this executor
   * updates; the entry of this executor is empty.
   */
  final SubtreeSums[] received;

  /**
   * A buffer of the length of the parameter vector, into which the summed gradient is copied if it
   * was summed in a shorter buffer of received elements; null in a single JVM.
   */
  public final float[] gradient;

  /**
   * The forward and backward passes of each task of this JVM, from which the first task reads how
   * long they took.
   */
  final SharePass[] passes;

  /** Nanoseconds that each task of this JVM took to sum gradients. */
  final long[] sumNanos;

  /** For each block, the sums of squares of the gradient and of the parameters. */
  final double[] squares;

  public final Barrier barrier;

  /** For each kind of {@link Message}, the number of messages that have arrived. */
  public final MessageCount[] arrived = new MessageCount[Message.KINDS];

  /** The log of the job's steps, written by the job's first task. */
  public final StepLog log;

  /**
   * The job ends when the run has done this many steps. Only the job's first task changes this
   * number, and sends it to other executors with the sums of squares.
   */
  volatile long until;

  /** Index of the first parameter of each block; the last entry is the number of parameters. */
  final int[] elements;

  /** Index of the first parameter that tasks of this JVM update. */
  final int firstElement;

  /** Index after the last parameter that tasks of this JVM update. */
  final int endElement;

  /**
   * Whether the driver has asked the job to end after the current step; read by the job's first
   * task.
   */
  volatile boolean stopAsked;

  /**
   * @param names names of the executors, for error messages
   * @param elements index of the first parameter of each block; the last entry is the number of
   *     parameters
   * @param from number of steps of the run that were done before the job
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
