package io.dendrite.engine;

import io.dendrite.reduce.GradientSum;
import io.dendrite.shards.ShardedRows;
import io.dendrite.task.GradientWork;
import io.dendrite.task.StepParameters;
import io.dendrite.task.TaskSetup;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** How the vectors of a step travel between the driver and its tasks. */
public interface Transport {
  /** Makes the parameters known to tasks until the step ends. */
  StepParameters send(float[] parameters, long step);

  /** The gradient sums of aligned groups of shards, in the order of the groups. */
  List<GradientSum> collect(ShardedRows data, int[][] needed, GradientWork work);

  /** Ends a step: its parameters and gradients are not used any more. */
  void end(StepParameters sent, List<GradientSum> gradients);

  /** The one for a Spark master. */
  static Transport of(JavaSparkContext spark, Broadcast<TaskSetup> setup, int shardsPerGroup) {
    return spark.sc().isLocal()
        ? new MemoryTransport(setup, shardsPerGroup)
        : new SparkTransport(spark, shardsPerGroup);
  }
}
