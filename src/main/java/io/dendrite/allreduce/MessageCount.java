package io.dendrite.allreduce;

import io.dendrite.reduce.Division;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Counts the messages of one kind that arrive from the tasks of other executors; each task sends
 * one such message per step.
 */
final class MessageCount extends Barrier.Awaited {
  private static final long serialVersionUID = 1;

  private final String[] executors;
  private final int others;
  private final AtomicIntegerArray came;
  private final int[] expected;

  /**
   * @param self index of this executor, which sends itself no messages
   * @param executors names of the executors, for error messages
   */
  MessageCount(Division division, int self, String[] executors) {
    this.executors = executors;
    others = division.count() - division.count(self);
    came = new AtomicIntegerArray(executors.length);
    expected = IntStream.range(0, executors.length).map(division::count).toArray();
    expected[self] = 0;
  }

  /** Counts a message from an executor. */
  void add(int executor) {
    came.incrementAndGet(executor);
    incrementAndGet();
  }

  @Override
  String missing(long needed) {
    long steps = needed / others;
    return IntStream.range(0, executors.length)
        .filter(executor -> came.get(executor) < steps * expected[executor])
        .mapToObj(executor -> executors[executor])
        .collect(Collectors.joining(", ", "", " did not send its part"));
  }
}
