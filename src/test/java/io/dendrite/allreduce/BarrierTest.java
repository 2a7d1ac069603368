package io.dendrite.allreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.reduce.Division;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class BarrierTest {
  private static final long MINUTE = 60_000_000_000L;
  private static final BooleanSupplier NEVER = () -> false;

  /** Runs work in this many threads; the futures are done. */
  private static List<Future<Object>> together(int threads, IntConsumer work)
      throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Object>> tasks = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int thread = t;
        tasks.add(
            () -> {
              work.accept(thread);
              return null;
            });
      }
      return pool.invokeAll(tasks);
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void nobodyGoesOnBeforeAllHaveCome() throws Exception {
    for (int threads = 1; threads <= 5; threads++) {
      Barrier barrier = new Barrier(threads, MINUTE);
      int[] rounds = new int[threads];
      List<Future<Object>> done =
          together(
              threads,
              thread -> {
                for (int round = 1; round <= 2000; round++) {
                  rounds[thread] = round;
                  barrier.await(NEVER);
                  for (int other : rounds) {
                    assertThat(other).isEqualTo(round);
                  }
                  barrier.await(NEVER);
                }
              });
      for (Future<Object> each : done) {
        each.get();
      }
    }
  }

  @Test
  void oneFailureEndsTheWaitOfAll() throws Exception {
    Barrier barrier = new Barrier(3, MINUTE);
    List<Future<Object>> done =
        together(
            3,
            thread -> {
              if (thread == 1) {
                barrier.fail(new ArithmeticException("first"));
                barrier.fail(new ArithmeticException("second"));
              } else {
                barrier.await(NEVER);
              }
            });
    for (int waiting : new int[] {0, 2}) {
      assertThatThrownBy(done.get(waiting)::get)
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("first");
    }
  }

  @Test
  void whoDoesNotComeIsMissed() {
    Barrier barrier = new Barrier(3, 20_000_000);
    assertThatThrownBy(() -> barrier.await(NEVER))
        .hasRootCauseMessage(
            "2 of 3 tasks did not finish their part of a step within 0 s (train.timeout)");
  }

  /** Executors of one, two and one tasks; the second waits. */
  @Test
  void whoSendsNothingIsNamed() {
    Division division = Division.of(8, 1, 1, 2, 1);
    MessageCount arrivals = new MessageCount(division, 1, new String[] {"one", "two", "three"});
    Barrier barrier = new Barrier(2, 20_000_000);
    arrivals.add(0);
    arrivals.add(2);
    barrier.await(arrivals, 2, NEVER);
    assertThatThrownBy(() -> barrier.await(arrivals, 4, NEVER))
        .hasRootCauseMessage(
            "one, three did not send its part of a step within 0 s (train.timeout)");
    Barrier next = new Barrier(2, 20_000_000);
    arrivals.add(2);
    assertThatThrownBy(() -> next.await(arrivals, 4, NEVER))
        .hasRootCauseMessage("one did not send its part of a step within 0 s (train.timeout)");
  }

  @Test
  void aCancelledTaskStopsWaiting() {
    Barrier barrier = new Barrier(2, MINUTE);
    assertThatThrownBy(() -> barrier.await(() -> true)).hasMessage("the task was cancelled");
  }
}
