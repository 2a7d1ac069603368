package io.dendrite.train;

/**
 * The state of a run as the tasks of one JVM share and change it while a job does many steps.
 * Between two meetings each task writes its own part only.
 */
final class Replica {
  /** The flat parameter vector. */
  final float[] parameters;

  /** The optimiser's state vectors. */
  final float[][] slots;

  /** What each task has summed. */
  final PartialSums[] sums;

  /** What each task spent its time on. */
  final SharePass[] passes;

  /** Nanoseconds that each task took to sum its part of the gradient. */
  final long[] sumNanos;

  /** Sum of squares of each block of the gradient. */
  final double[] squares;

  final Rendezvous meeting;
  final StepLog log;

  /** The job ends before this step. Only the first task changes it, between two meetings. */
  long until;

  /** Set by the driver: end after the step that is going on. */
  volatile boolean stopAsked;

  /**
   * @param tasks that share it
   * @param from steps done before the job
   */
  Replica(
      float[] parameters,
      float[][] slots,
      int tasks,
      int blocks,
      long from,
      long until,
      long timeoutNanos) {
    this.parameters = parameters;
    this.slots = slots;
    this.until = until;
    sums = new PartialSums[tasks];
    passes = new SharePass[tasks];
    sumNanos = new long[tasks];
    squares = new double[blocks];
    meeting = new Rendezvous(tasks, timeoutNanos);
    log = new StepLog((int) (until - from));
  }
}
