package io.dendrite.allreduce;

import io.dendrite.engine.JobStart;
import io.dendrite.engine.StepLog;
import io.dendrite.engine.TrainState;
import io.dendrite.reduce.FloatVector;
import io.dendrite.shards.ShardedRows;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.TaskKilled;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * An all-reduce job on a cluster: the driver broadcasts the run's state to the tasks, and each task
 * returns its slice of the new state.
 */
public final class ClusterJob implements AllReduceJob {
  private static final String PROPERTY = "dendrite.job";
  private static final AtomicLong JOBS = new AtomicLong();

  /**
   * A secret that only tasks of this application know: 128 random bits that appear in no name and
   * no log.
   */
  private static final byte[] SECRET = new byte[16];

  static {
    new SecureRandom().nextBytes(SECRET);
  }

  private final JavaSparkContext spark;
  private final Coordinator coordinator;
  private final RpcEndpointRef endpoint;
  private final Broadcast<FloatVector[]> broadcast;
  private final ExecutorRendezvous rendezvous;
  private final Failures failures = new Failures();
  private final JobStart beginning;
  private final List<String> refused = new ArrayList<>();
  private StepLog log;

  /**
   * @param blocks number of blocks into which the parameters are divided
   */
  public ClusterJob(
      JavaSparkContext spark,
      ShardedRows data,
      int tasks,
      int blocks,
      TrainState state,
      long until,
      long timeoutNanos) {
    this.spark = spark;
    log = new StepLog((int) (until - state.step));
    long job = JOBS.incrementAndGet();
    String name = "dendrite-job-" + job;
    SparkEnv env = SparkEnv.get();
    int shards = data.layout().shards();
    // Copies of the arrays are broadcast, since Spark may keep a reference to a broadcast array and
    // read the array later.
    broadcast =
        spark.broadcast(
            Stream.concat(Stream.of(state.parameters), Arrays.stream(state.slots))
                .map(vector -> new FloatVector(vector.clone()))
                .toArray(FloatVector[]::new));
    coordinator =
        new Coordinator(env.rpcEnv(), SECRET, tasks, shards, blocks, data.executors(), log);
    endpoint = env.rpcEnv().setupEndpoint(name, coordinator);
    rendezvous =
        new ExecutorRendezvous(job, SECRET, name, broadcast, state.step, until, timeoutNanos);
    spark.setLocalProperty(PROPERTY, name);
    failures.job = name;
    spark.sc().addSparkListener(failures);
    beginning = new JobStart(spark, tasks, timeoutNanos);
  }

  /**
   * Notices the first task that fails or whose executor is lost. Without this listener, Spark would
   * start the whole job again, and wait for task slots that may never be available.
   */
  private static final class Failures extends SparkListener {
    private final Set<Object> stages = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Throwable> first = new AtomicReference<>();
    private volatile String job;

    @Override
    public void onJobStart(SparkListenerJobStart start) {
      if (start.properties() != null && job.equals(start.properties().getProperty(PROPERTY))) {
        scala.collection.JavaConverters.asJavaCollection(start.stageIds()).forEach(stages::add);
      }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      if (stages.contains(end.stageId())
          && end.reason() instanceof TaskFailedReason reason
          && !(reason instanceof TaskKilled)) {
        String where = "executor " + end.taskInfo().executorId() + " on " + end.taskInfo().host();
        first.compareAndSet(null, cause(reason, where));
      }
    }

    /**
     * Wraps the error of a task in another JVM, so that the driver does not take it for an error of
     * its own JVM.
     */
    private static Throwable cause(TaskFailedReason reason, String where) {
      if (reason instanceof ExceptionFailure failure && failure.exception().isDefined()) {
        Throwable thrown = failure.exception().get();
        Throwable root = thrown;
        while (root.getCause() != null) {
          root = root.getCause();
        }
        return root instanceof Error ? new IllegalStateException(where + ": " + root) : thrown;
      }
      String sentence = reason.toErrorString().lines().findFirst().orElse("no reason given");
      return new IllegalStateException(where + ": " + sentence.replaceFirst(".*Reason: ", ""));
    }
  }

  @Override
  public Rendezvous rendezvous() {
    return rendezvous;
  }

  @Override
  public StepLog log() {
    return log;
  }

  @Override
  public void askToStop(boolean stop) {
    coordinator.askToStop(stop);
  }

  @Override
  public Throwable failure() {
    Throwable failure = failures.first.get();
    return failure == null && !coordinator.started()
        ? beginning.failure(coordinator.joined())
        : failure;
  }

  @Override
  public void giveUp() {
    coordinator.giveUp(new IllegalStateException("the job was given up"));
  }

  @Override
  public void finish(List<AllReduceWork.Outcome> outcomes, TrainState state) {
    for (AllReduceWork.Outcome outcome : outcomes) {
      AllReduceWork.Part part = outcome.part();
      put(part.parameters(), state.parameters, part.from());
      for (int slot = 0; slot < state.slots.length; slot++) {
        put(part.slots()[slot], state.slots[slot], part.from());
      }
      if (part.log() != null) {
        log = part.log();
      }
      if (part.refused() != null) {
        refused.add("an executor: " + part.refused());
      }
    }
    state.step += log.steps();
  }

  @Override
  public List<String> refusals() {
    String driver = coordinator.refusals();
    List<String> all = new ArrayList<>(refused);
    if (driver != null) {
      all.add("the driver: " + driver);
    }
    return all;
  }

  private static void put(FloatVector slice, float[] vector, int at) {
    System.arraycopy(slice.values(), 0, vector, at, slice.values().length);
  }

  @Override
  public void close() {
    spark.setLocalProperty(PROPERTY, null);
    spark.sc().removeSparkListener(failures);
    coordinator.end();
    SparkEnv.get().rpcEnv().stop(endpoint);
    broadcast.destroy();
  }
}
