package io.dendrite.allreduce;

import io.dendrite.engine.StepLog;
import io.dendrite.reduce.Division;
import io.dendrite.reduce.SubtreeSums;
import io.dendrite.task.SharePass;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One JVM's copy of the state of a run, which the tasks of this JVM share and change while a job
 * does many steps. Between two waits at a barrier, each task writes only its own elements of the
 * vectors; messages from other executors fill elements that no task of this JVM writes.
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
   * The gradient sums received from each other executor, for the parameters that this executor
   * updates; this executor's own entry is empty.
   */
  final SubtreeSums[] received;

  /**
   * A buffer as long as the parameter vector; null if the job runs in a single JVM. The summed
   * gradient is copied into this buffer if it was summed in a shorter buffer of received elements.
   */
  public final float[] gradient;

  /**
   * For each task of this JVM, the object that runs its forward and backward passes; the first task
   * reads from these objects how long the passes took.
   */
  final SharePass[] passes;

  /** Nanoseconds that each task of this JVM took to sum gradients. */
  final long[] sumNanos;

  /** For each block of parameters, the sums of squares of the gradient and of the parameters. */
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

  /**
   * For each block of parameters, the index of its first parameter; the last entry is the number of
   * parameters.
   */
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
   * @param elements for each block of parameters, the index of its first parameter; the last entry
   *     is the number of parameters
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
