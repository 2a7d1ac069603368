package io.dendrite.train;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A place where the tasks of one JVM wait for one another, several times a step. A step may take
 * less time than the operating system needs to wake a thread, so a waiting one first spins, then
 * lets others run, then sleeps in naps. Allocates nothing.
 */
final class Rendezvous {
  private static final int SPINS_A_LOOK = 64;
  private static final long SPIN_NANOS = 200_000;
  private static final long YIELD_NANOS = 2_000_000;
  private static final long NAP_NANOS = 50_000;

  private final int parties;
  private final long timeoutNanos;
  private final AtomicInteger arrived = new AtomicInteger();
  private volatile int generation;
  private volatile Throwable failure;

  /**
   * @param timeoutNanos how long a task waits for the others before it gives up
   */
  Rendezvous(int parties, long timeoutNanos) {
    this.parties = parties;
    this.timeoutNanos = timeoutNanos;
  }

  /**
   * Waits until all have come. What each did before, all see after.
   *
   * @param cancelled asked on arrival, and now and then while waiting
   * @throws IllegalStateException if another task failed or did not come in time, or this one was
   *     cancelled
   */
  void await(BooleanSupplier cancelled) {
    int mine = generation;
    check(cancelled, 0);
    if (arrived.incrementAndGet() == parties) {
      arrived.set(0);
      generation = mine + 1;
      return;
    }
    long start = System.nanoTime();
    while (generation == mine) {
      for (int i = 0; i < SPINS_A_LOOK && generation == mine; i++) {
        Thread.onSpinWait();
      }
      long waited = System.nanoTime() - start;
      if (waited > SPIN_NANOS) {
        check(cancelled, waited);
        if (waited < YIELD_NANOS) {
          Thread.yield();
        } else {
          LockSupport.parkNanos(NAP_NANOS);
        }
      }
    }
  }

  private void check(BooleanSupplier cancelled, long waited) {
    if (failure != null) {
      throw new IllegalStateException("another task of the step failed", failure);
    }
    if (cancelled.getAsBoolean()) {
      throw new IllegalStateException("the task was cancelled");
    }
    if (waited > timeoutNanos) {
      fail(
          new IllegalStateException(
              (parties - arrived.get())
                  + " of "
                  + parties
                  + " tasks did not finish their part of a step within "
                  + timeoutNanos / 1_000_000_000
                  + " s (train.timeout)"));
    }
  }

  /** Makes all who wait, and will wait, fail. The first cause is kept. */
  synchronized void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }
}
