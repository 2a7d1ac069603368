package io.dendrite.train;

import java.io.Serializable;
import java.util.List;

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
  void end(long step, List<GradientSum> gradients);
}
