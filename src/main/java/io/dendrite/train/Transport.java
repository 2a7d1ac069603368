package io.dendrite.train;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** How the vectors of a step travel between the driver and its tasks. */
interface Transport {
  /** The parameters of a step as its tasks find them. */
  interface Parameters extends Serializable {
    /** The flat parameter vector, not to be changed. */
    float[] value();
  }

  /** Makes the parameters known to tasks until the step ends. */
  Parameters send(float[] parameters, long step);

  /** The gradient sums of aligned groups of shards, in the order of the groups. */
  List<GradientSum> collect(ShardedRows data, int[][] needed, GradientWork work);

  /** Ends a step: its parameters and gradients are not used any more. */
  void end(Parameters sent, List<GradientSum> gradients);

  /** The one for a Spark master. */
  static Transport of(JavaSparkContext spark, Broadcast<TaskSetup> setup, int shardsPerGroup) {
    return spark.sc().isLocal()
        ? new MemoryTransport(setup, shardsPerGroup)
        : new SparkTransport(spark, shardsPerGroup);
  }
}
