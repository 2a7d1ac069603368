package io.dendrite.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.dendrite.data.ColumnStatistics;
import io.dendrite.data.FloatFeatures;
import io.dendrite.data.RowBlock;
import io.dendrite.data.Scaler;
import io.dendrite.math.BlasLibrary;
import io.dendrite.math.Rng;
import io.dendrite.net.Net;
import io.dendrite.net.NetSpec;
import io.dendrite.optim.Optimizer;
import io.dendrite.optim.ParameterBlocks;
import io.dendrite.optim.Schedule;
import io.dendrite.optim.Sgd;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A warmed step of a task allocates nothing, the gathering of its rows included. */
class ReplicaTaskTest extends SparkTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROWS = 100_000;
  private static final int TASKS = 2;

  private final JavaSparkContext spark = new JavaSparkContext(SPARK.sparkContext());
  private final Net net =
      new Net(
          NetSpec.of(
              List.of("inner-product 20", "relu", "dropout 0.5", "inner-product 2"),
              "softmax",
              true),
          3,
          2);
  private final RowBlock block = block();

  private static RowBlock block() {
    float[] x = new float[3 * ROWS];
    float[] labels = new float[ROWS];
    for (int i = 0; i < x.length; i++) {
      x[i] = Rng.uniform(5, i);
    }
    for (int i = 0; i < ROWS; i++) {
      labels[i] = i % 2;
    }
    return RowBlock.of(new FloatFeatures(ROWS, 3, x), labels, 1, null);
  }

  private AllReduceWork work(int shards) {
    int[][] rows = new int[shards][];
    long[][] prints = new long[shards][];
    Arrays.setAll(rows, shard -> new int[] {ROWS});
    Arrays.setAll(prints, shard -> new long[] {block.fingerprint()});
    Scaler scaler = Scaler.fit("none", ColumnStatistics.of(block.features()), false);
    String blas = BlasLibrary.open("auto").identity();
    ParameterBlocks blocks =
        ParameterBlocks.cut(
            net.tensors().stream().mapToInt(t -> t.size()).toArray(),
            new boolean[net.tensors().size()]);
    return new AllReduceWork(
        "",
        spark.broadcast(new TaskSetup(net, scaler, false, 16, "auto", blas)),
        spark.broadcast(new ShardedRows.Census(rows, prints)),
        new Optimizer(new Sgd(0.9f, false), 1e-4f, 1, blocks),
        new Schedule("exponential", 0.01, 0.9, 1, 1, 0),
        10,
        64,
        1,
        false,
        AllReduceEngine.ranges(shards, TASKS),
        0);
  }

  /** Bytes that each task allocates in a job of so many steps. */
  private long[] allocated(AllReduceWork work, int steps) throws Exception {
    Replica replica =
        new Replica(
            net.init(1),
            new float[1][net.parameters()],
            TASKS,
            work.optimizer().blocks().count(),
            0,
            steps,
            60_000_000_000L);
    ExecutorService pool = Executors.newFixedThreadPool(TASKS);
    try {
      List<Callable<Long>> tasks = new ArrayList<>();
      for (int t = 0; t < TASKS; t++) {
        int task = t;
        tasks.add(
            () -> {
              long before = THREADS.getCurrentThreadAllocatedBytes();
              try (ReplicaTask replicaTask =
                  new ReplicaTask(work, replica, task, (shard, index) -> block)) {
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
    AllReduceWork work = work(shards);
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
