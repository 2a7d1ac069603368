package io.dendrite.explain;

import io.dendrite.allreduce.AllReduceJob;
import io.dendrite.allreduce.AllReduceWork;
import io.dendrite.allreduce.ClusterJob;
import io.dendrite.allreduce.Message;
import io.dendrite.allreduce.Peers;
import io.dendrite.allreduce.Rank;
import io.dendrite.allreduce.Rendezvous;
import io.dendrite.allreduce.Replica;
import io.dendrite.allreduce.Replicas;
import io.dendrite.engine.StepLog;
import io.dendrite.engine.TrainState;
import io.dendrite.reduce.Division;
import io.dendrite.reduce.GradientSlice;
import io.dendrite.reduce.SubtreeSums;
import io.dendrite.shards.BarrierJob;
import io.dendrite.shards.ShardJob;
import io.dendrite.shards.ShardedRows;
import io.dendrite.shards.Slots;
import io.dendrite.wire.Peer;
import io.dendrite.wire.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Measures the cost of a step's messages between executors: the probe exchanges the messages of the
 * all-reduce engine, but does not compute gradients. If there are fewer than two executors, the
 * probe measures between two {@link io.dendrite.wire.Wire} endpoints of this JVM.
 */
public final class NetworkProbe {
  private static final int BLOCK = 4096;
  private static final int FEW = 8;
  private static final int MANY = 1024;
  private static final int MESSAGES = 16;

  private final JavaSparkContext spark;
  private final ShardedRows data;
  private final int slots;
  private final long timeoutNanos;

  /**
   * @param data any cached data set
   * @param slots number of tasks that can run at once
   * @param timeoutNanos time in nanoseconds after which a task that waits for other tasks fails
   */
  public NetworkProbe(JavaSparkContext spark, ShardedRows data, int slots, long timeoutNanos) {
    this.spark = spark;
    this.data = data;
    this.slots = slots;
    this.timeoutNanos = timeoutNanos;
  }

  /** The work of each task of a probe. */
  private record Probe(Rendezvous rendezvous, int[] elements, int rounds, int messages)
      implements BarrierJob.Work<AllReduceWork.Outcome> {
    @Override
    public AllReduceWork.Outcome run(int task, ShardJob.Blocks blocks) {
      return rendezvous.run(task, elements, rank -> exchange(rank, elements, rounds, messages));
    }
  }

  /**
   * Exchanges the messages of {@code rounds} steps; in each step, the messages with sums of squares
   * are sent {@code messages} times.
   */
  private static void exchange(Rank rank, int[] elements, int rounds, int messages) {
    Replica replica = rank.replica();
    Division division = replica.division;
    int tasks = replica.sums.length;
    int others = division.count() - tasks;
    int place = rank.task() - division.tasks()[replica.executor];
    int from = elements[division.firstJoined(replica.executor, place)];
    int end = elements[division.firstJoined(replica.executor, place + 1)];
    SubtreeSums sums = SubtreeSums.ofSlice(0, 0, division.subtrees(replica.executor));
    sums.gradients[0] = new GradientSlice(replica.gradient, 0);
    sums.rows[0] = 1;
    TaskContext context = TaskContext.get();
    BooleanSupplier cancelled = context == null ? () -> false : context::isInterrupted;
    for (int round = 1; round <= rounds; round++) {
      long start = System.nanoTime();
      rank.peers().sendGradient(sums, from, end);
      await(replica, Message.GRADIENT, (long) round * others, cancelled);
      // All messages with sums of squares have equal bytes here, so a message may be written to the
      // buffer while the previous message is still being sent from the buffer.
      for (int i = 0; i < messages; i++) {
        rank.peers().sendSquares();
      }
      await(replica, Message.SQUARES, (long) round * others * messages, cancelled);
      rank.peers().sendParameters();
      await(replica, Message.PARAMETERS, (long) round * others, cancelled);
      if (rank.task() == 0) {
        replica.log.add(0, 0, System.nanoTime() - start, 0, 0, 0, 0, 0);
      }
    }
  }

  private static void await(Replica replica, int kind, long needed, BooleanSupplier cancelled) {
    replica.barrier.await(replica.arrived[kind], needed, cancelled);
    replica.barrier.await(cancelled);
  }

  /** Measures how long messages between executors take. */
  public ScalingModel.Network measure() {
    long executors = Slots.tasksAtOnce(spark).values().stream().filter(n -> n > 0).count();
    boolean between = !spark.sc().isLocal() && executors > 1 && data.layout().shards() >= slots;
    double small = seconds(between, FEW, 3000, 1);
    double more = seconds(between, FEW, 1000, 1 + MESSAGES);
    double large = seconds(between, MANY, 40, 1);
    double others = between ? executors - 1.0 : 1;
    double bytes = 8.0 * (MANY - FEW) * BLOCK * others / (others + 1);
    // The time is divided by {@code others}, since each task sends its messages to every other
    // executor.
    double message = Math.max(1e-7, (more - small) / MESSAGES / others);
    return new ScalingModel.Network(
        Math.max(0, small - 3 * message * (others - 1)),
        message,
        bytes / Math.max(1e-6, large - small),
        between
            ? executors + " executors"
            : "two endpoints in one JVM, which is faster than a network");
  }

  private double seconds(boolean between, int blocks, int rounds, int messages) {
    int[] elements = new int[blocks + 1];
    Arrays.setAll(elements, i -> i * BLOCK);
    StepLog log =
        between ? onExecutors(elements, rounds, messages) : inOneJvm(elements, rounds, messages);
    // The first half of the steps is left out, since the JVM was still warming up.
    double[] times = new double[log.steps() - log.steps() / 2];
    Arrays.setAll(times, i -> log.seconds(log.steps() / 2 + i));
    Arrays.sort(times);
    return times[times.length / 2];
  }

  private StepLog onExecutors(int[] elements, int rounds, int messages) {
    int tasks = Math.min(slots, data.layout().shards());
    int length = elements[elements.length - 1];
    TrainState state = new TrainState(new float[length], new float[0][], 0);
    try (AllReduceJob job =
        new ClusterJob(spark, data, tasks, elements.length - 1, state, rounds, timeoutNanos)) {
      Probe probe = new Probe(job.rendezvous(), elements, rounds, messages);
      job.await(
          data.barrierJob(tasks, AllReduceWork.Outcome.class, probe).collectAsync(),
          () -> {},
          state);
      return job.log();
    }
  }

  private StepLog inOneJvm(int[] elements, int rounds, int messages) {
    Division division = Division.of(2, elements.length - 1, 1, 1);
    SparkEnv env = SparkEnv.get();
    String host = InetAddress.getLoopbackAddress().getHostAddress();
    List<Replica> replicas = new ArrayList<>();
    List<Wire> wires = new ArrayList<>();
    String secret = UUID.randomUUID().toString();
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      for (int executor = 0; executor < 2; executor++) {
        Replica replica =
            new Replica(
                division,
                executor,
                new String[] {"one end", "other end"},
                elements,
                new float[elements[elements.length - 1]],
                new float[0][],
                0,
                rounds,
                timeoutNanos);
        Replicas here = new Replicas();
        here.share(0, () -> replica);
        replicas.add(replica);
        wires.add(new Wire(env.conf(), env.securityManager(), host, 2, secret, here));
      }
      List<Callable<Void>> ends = new ArrayList<>();
      for (int executor = 0; executor < 2; executor++) {
        Peer[] peers = new Peer[2];
        peers[1 - executor] = wires.get(executor).connect(host, wires.get(1 - executor).port());
        Replica replica = replicas.get(executor);
        Peers all = new Peers(0, executor, replica, elements, peers);
        Rank rank = new Rank(replica, executor, all, done -> {});
        ends.add(
            () -> {
              exchange(rank, elements, rounds, messages);
              return null;
            });
      }
      for (Future<Void> end : pool.invokeAll(ends)) {
        end.get();
      }
      return replicas.get(0).log;
    } catch (IOException | InterruptedException | ExecutionException e) {
      throw new IllegalStateException("the network could not be measured: " + e.getMessage(), e);
    } finally {
      pool.shutdown();
      wires.forEach(Wire::close);
    }
  }
}
