package io.dendrite.explain;

import io.dendrite.reduce.FloatVector;
import io.dendrite.shards.ShardedRows;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Measures the cost of Spark jobs that do nothing but start tasks and move short and long vectors.
 */
public final class JobProbe {
  private static final int MANY = 64;
  private static final int LEAST = 1 << 18;
  private static final int LARGE = 1 << 22;

  private final JavaSparkContext spark;
  private final int slots;
  private final int parameters;

  /**
   * @param parameters number of parameters of the network; the long vectors that the probe moves
   *     have this length if memory allows
   */
  public JobProbe(JavaSparkContext spark, int slots, int parameters) {
    this.spark = spark;
    this.slots = slots;
    this.parameters = parameters;
  }

  /** Measures how long Spark jobs take. */
  public ScalingModel.Jobs measure() {
    double few = median(60, () -> seconds(slots, 1));
    double many = median(15, () -> seconds(slots + MANY, 1));
    // All vectors, each of which is held twice, may occupy at most a quarter of the heap, and at
    // most half of Spark's limit on the results of a job.
    long room = Runtime.getRuntime().maxMemory() / 4;
    long limit = spark.getConf().getSizeAsBytes("spark.driver.maxResultSize", "1g");
    long most = (limit > 0 ? Math.min(room, limit) : room) / 8 / (2 + slots);
    int length = (int) Math.max(LEAST, Math.min(parameters, most));
    double vectors = median(length > LARGE ? 3 : 10, () -> seconds(slots, length));
    double task = Math.max(1e-6, (many - few) / MANY);
    double bytes = 4.0 * length * (2 + slots);
    return new ScalingModel.Jobs(
        Math.max(0, few - slots * task), task, bytes / Math.max(1e-6, vectors - few));
  }

  /**
   * Runs a job that sends a vector to all tasks and returns one vector from each task. Returns the
   * duration of the job in seconds.
   */
  private double seconds(int tasks, int length) {
    long start = System.nanoTime();
    Broadcast<FloatVector> sent = spark.broadcast(new FloatVector(new float[length]));
    JavaRDD<FloatVector> back =
        spark
            .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
            .map(i -> new FloatVector(sent.value().values().clone()));
    ShardedRows.collect(back, FloatVector.class);
    sent.destroy();
    return (System.nanoTime() - start) / 1e9;
  }

  /**
   * The median of {@code times} measurements. To warm up the JVM, {@code times} further
   * measurements are made first and not used.
   */
  private static double median(int times, DoubleSupplier seconds) {
    IntStream.range(0, times).forEach(i -> seconds.getAsDouble());
    double[] found = IntStream.range(0, times).mapToDouble(i -> seconds.getAsDouble()).toArray();
    Arrays.sort(found);
    return found[times / 2];
  }
}
