package io.dendrite.allreduce;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.dendrite.reduce.Division;
import io.dendrite.wire.Peer;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A warmed step of a task allocates nothing, the gathering of its rows included. */
class ReplicaTaskTest extends ReplicaJob {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int TASKS = 2;

  /** Bytes that each task allocates in a job of this many steps. */
  private long[] allocated(AllReduceWork work, int steps) throws Exception {
    int[] elements = work.optimizer().blocks().from();
    int shards = work.manifest().value().rows().length;
    Division division = Division.of(shards, work.optimizer().blocks().count(), TASKS);
    Replica replica = replica(work, division, 0, steps);
    ExecutorService pool = Executors.newFixedThreadPool(TASKS);
    try {
      List<Callable<Long>> tasks = new ArrayList<>();
      for (int t = 0; t < TASKS; t++) {
        Peers none = new Peers(0, t, replica, elements, new Peer[1]);
        Rank rank = new Rank(replica, t, none, done -> {});
        tasks.add(
            () -> {
              long before = THREADS.getCurrentThreadAllocatedBytes();
              try (ReplicaTask replicaTask = new ReplicaTask(work, rank, (shard, index) -> block)) {
                replicaTask.run();
              }
              return THREADS.getCurrentThreadAllocatedBytes() - before;
            });
      }
      long[] bytes = new long[TASKS];
      List<Future<Long>> done = pool.invokeAll(tasks);
      for (int t = 0; t < TASKS; t++) {
        bytes[t] = done.get(t).get();
      }
      assertThat(replica.log.steps()).isEqualTo(steps);
      return bytes;
    } finally {
      pool.shutdown();
    }
  }

  @ParameterizedTest
  @CsvSource({"2", "7"})
  void moreStepsAllocateNoMore(int shards) throws Exception {
    AllReduceWork work = work(shards, net(20));
    long[] few = allocated(work, 1000);
    long[] many = allocated(work, 1000);
    // What the interpreter boxes, compiled code does not: the least of some jobs is the warmed one.
    for (int i = 0; i < 10; i++) {
      few = least(few, allocated(work, 500));
      many = least(many, allocated(work, 1500));
    }
    assertThat(few[0]).as("the counter").isPositive();
    assertThat(many).isEqualTo(few);
  }

  private static long[] least(long[] a, long[] b) {
    long[] least = new long[a.length];
    Arrays.setAll(least, i -> Math.min(a[i], b[i]));
    return least;
  }
}
