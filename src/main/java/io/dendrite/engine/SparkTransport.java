package io.dendrite.engine;

import io.dendrite.reduce.FloatVector;
import io.dendrite.reduce.GradientSum;
import io.dendrite.shards.ShardedRows;
import io.dendrite.task.GradientWork;
import io.dendrite.task.StepParameters;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The transport for clusters: parameters are broadcast, gradients come back as results of tasks.
 */
final class SparkTransport implements Transport {
  private final JavaSparkContext spark;
  private final int shardsPerGroup;

  SparkTransport(JavaSparkContext spark, int shardsPerGroup) {
    this.spark = spark;
    this.shardsPerGroup = shardsPerGroup;
  }

  private record Sent(Broadcast<FloatVector> broadcast) implements StepParameters {
    @Override
    public float[] value() {
      return broadcast.value().values();
    }
  }

  /**
   * Broadcasts a copy of the parameters, since Spark may keep a reference to a broadcast array and
   * read the array later.
   */
  @Override
  public StepParameters send(float[] parameters, long step) {
    return new Sent(spark.broadcast(new FloatVector(parameters.clone())));
  }

  @Override
  public List<GradientSum> collect(ShardedRows data, int[][] needed, GradientWork work) {
    return TreeReduction.collect(
        data.job(needed, shardsPerGroup, GradientSum.class, work),
        GradientSum.class,
        GradientSum::plus);
  }

  @Override
  public void end(StepParameters sent, List<GradientSum> gradients) {
    ((Sent) sent).broadcast().destroy();
  }
}
