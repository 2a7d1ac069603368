package io.dendrite.allreduce;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A barrier at which the tasks of one JVM wait for one another, and for messages from other
 * executors, several times in each step. A step may take less time than the operating system needs
 * to wake a thread, so a waiting thread first spins, then yields, then sleeps for short times. The
 * methods of a barrier allocate no memory.
 */
public final class Barrier {
  private static final int SPINS_A_LOOK = 64;
  private static final long SPIN_NANOS = 200_000;
  private static final long NETWORK_SPIN_NANOS = 10_000;
  private static final long YIELD_NANOS = 2_000_000;
  private static final long NAP_NANOS = 50_000;

  private final long timeoutNanos;
  private final Parties parties;
  private volatile Throwable failure;

  /**
   * A counter of tasks or messages that have arrived; a task can wait until the counter reaches a
   * given number.
   */
  public abstract static class Awaited extends AtomicLong {
    private static final long serialVersionUID = 1;
    private final long spinNanos;

    /**
     * Creates a counter of messages that arrive through Spark's network library. Tasks that wait
     * for this counter spin only briefly before they yield, since the threads of the network
     * library need the processor.
     */
    Awaited() {
      this(NETWORK_SPIN_NANOS);
    }

    private Awaited(long spinNanos) {
      this.spinNanos = spinNanos;
    }

    /**
     * Text for an error message if fewer than {@code needed} tasks or messages have arrived: names
     * the late tasks or executors, and the late part of the step.
     */
    abstract String missing(long needed);
  }

  private static final class Parties extends Awaited {
    private static final long serialVersionUID = 1;
    private final int parties;
    private final AtomicInteger arrived = new AtomicInteger();

    Parties(int parties) {
      super(SPIN_NANOS);
      this.parties = parties;
    }

    @Override
    String missing(long needed) {
      return (parties - arrived.get()) + " of " + parties + " tasks did not finish their part";
    }
  }

  /**
   * @param timeoutNanos how long a task waits for the other tasks before it fails
   */
  Barrier(int parties, long timeoutNanos) {
    this.timeoutNanos = timeoutNanos;
    this.parties = new Parties(parties);
  }

  /**
   * Waits until all tasks of this JVM have arrived at the barrier. After the wait, every task sees
   * what any task wrote to memory before arriving at the barrier.
   *
   * @param cancelled whether this task was cancelled; called on arrival, and from time to time
   *     while waiting
   * @throws IllegalStateException if another task failed or did not arrive at the barrier in time,
   *     or this task was cancelled
   */
  public void await(BooleanSupplier cancelled) {
    long mine = parties.get();
    check(cancelled, parties, 0, 0);
    if (parties.arrived.incrementAndGet() == parties.parties) {
      parties.arrived.set(0);
      parties.set(mine + 1);
    } else {
      await(parties, mine + 1, cancelled);
    }
  }

  /**
   * Waits until a counter has reached {@code needed}; throws an exception under the same conditions
   * as {@link #await(BooleanSupplier)}.
   */
  public void await(Awaited count, long needed, BooleanSupplier cancelled) {
    long start = System.nanoTime();
    while (count.get() < needed) {
      for (int i = 0; i < SPINS_A_LOOK && count.get() < needed; i++) {
        Thread.onSpinWait();
      }
      long waited = System.nanoTime() - start;
      if (waited > count.spinNanos) {
        check(cancelled, count, needed, waited);
        if (waited < YIELD_NANOS) {
          Thread.yield();
        } else {
          LockSupport.parkNanos(NAP_NANOS);
        }
      }
    }
  }

  private void check(BooleanSupplier cancelled, Awaited count, long needed, long waited) {
    if (failure != null) {
      throw new IllegalStateException("another task of the step failed", failure);
    }
    if (cancelled.getAsBoolean()) {
      throw new IllegalStateException("the task was cancelled");
    }
    if (waited > timeoutNanos) {
      fail(
          new IllegalStateException(
              count.missing(needed)
                  + " of a step within "
                  + timeoutNanos / 1_000_000_000
                  + " s (train.timeout)"));
    }
  }

  /** The cause of the failure that makes all waiting tasks fail; null if no failure is known. */
  Throwable failure() {
    return failure;
  }

  /**
   * Makes every task that waits at the barrier now or later fail with this cause. Only the cause of
   * the first failure is kept.
   */
  synchronized void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }
}
