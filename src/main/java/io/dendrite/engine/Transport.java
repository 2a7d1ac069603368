package io.dendrite.engine;

import io.dendrite.reduce.GradientSum;
import io.dendrite.shards.ShardedRows;
import io.dendrite.task.GradientWork;
import io.dendrite.task.StepParameters;
import io.dendrite.task.TaskSetup;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Carries the vectors of a step between the driver and the tasks. */
public interface Transport {
  /** Makes the parameters available to the tasks of a step, until {@link #end} is called. */
  StepParameters send(float[] parameters, long step);

  /**
   * Runs the Spark job that computes the gradient, and returns gradient sums over groups of
   * neighbouring shards, in the order of the groups.
   */
  List<GradientSum> collect(ShardedRows data, int[][] needed, GradientWork work);

  /** Ends a step: the caller does not use the step's parameters and gradients any more. */
  void end(StepParameters sent, List<GradientSum> gradients);

  /**
   * The transport that fits the Spark master: in memory in local mode, through Spark on a cluster.
   */
  static Transport of(JavaSparkContext spark, Broadcast<TaskSetup> setup, int shardsPerGroup) {
    return spark.sc().isLocal()
        ? new MemoryTransport(setup, shardsPerGroup)
        : new SparkTransport(spark, shardsPerGroup);
  }
}
