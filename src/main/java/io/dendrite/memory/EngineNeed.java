package io.dendrite.memory;

import io.dendrite.engine.TreeReduction;
import io.dendrite.reduce.CanonicalTree;
import io.dendrite.reduce.Division;

/**
 * The vectors that a training engine holds in memory at the same time, besides the run's own state.
 * Each vector is as long as the parameter vector.
 *
 * @param states number of copies of parameters and optimiser state on the driver, besides the run's
 *     own copy
 * @param gradients number of gradient vectors on the driver; in local mode this includes the
 *     gradients of all tasks
 * @param tasks number of tasks that compute at the same time: in local mode all tasks, on a cluster
 *     the tasks of one executor
 * @param executorStates number of copies of parameters and optimiser state on each executor of a
 *     cluster; if 0, an executor holds only the parameters
 * @param executorGradients number of gradient vectors on each executor of a cluster
 * @param returnsState whether a job returns parameters and optimiser state to the driver; otherwise
 *     it returns gradients
 * @param precision precision of gradients and of forward and backward passes: 1 for single, 2 for
 *     double
 */
public record EngineNeed(
    int states,
    int gradients,
    int tasks,
    int executorStates,
    int executorGradients,
    boolean returnsState,
    int precision) {

  /**
   * The vectors that the tree engine holds in local mode. A task adds the gradients of a group of
   * shards in a tree, and holds one gradient for each level of this tree.
   */
  public static EngineNeed treeInMemory(int shards, int shardsPerGroup, int tasksAtOnce) {
    int groups = (shards + shardsPerGroup - 1) / shardsPerGroup;
    int tasks = Math.min(tasksAtOnce, groups);
    return new EngineNeed(0, groups + tasks * levels(shardsPerGroup), tasks, 0, 0, false, 1);
  }

  /**
   * The vectors that the tree engine holds on a cluster, where executors may also add the sums of
   * several groups of shards.
   */
  public static EngineNeed treeOnCluster(int shards, int shardsPerGroup, int tasksPerExecutor) {
    int groups = (shards + shardsPerGroup - 1) / shardsPerGroup;
    int received = TreeReduction.received(groups);
    int computing = tasksPerExecutor * (1 + levels(shardsPerGroup));
    int summing = received < groups ? (groups + received - 1) / received : 0;
    return new EngineNeed(0, received, tasksPerExecutor, 0, Math.max(computing, summing), false, 1);
  }

  /**
   * The vectors that a quasi-Newton method on the tree engine holds: the last {@code memory} steps,
   * the change of the gradient along each of these steps, and about eight vectors of the line
   * search. Gradients and the buffers of forward and backward passes are in double precision.
   */
  public static EngineNeed quasiNewton(EngineNeed tree, int memory) {
    return new EngineNeed(
        2 * (8 + 2 * memory), tree.gradients, tree.tasks, 2, tree.executorGradients, false, 2);
  }

  /** The vectors that the all-reduce engine holds in one JVM. */
  public static EngineNeed allReduceInMemory(int shards, int slots) {
    Division division = Division.of(shards, 0, Math.min(shards, slots));
    return new EngineNeed(1, most(division, 0), division.count(), 0, 0, false, 1);
  }

  /**
   * The vectors that the all-reduce engine holds on a cluster. Once per job, parameters and
   * optimiser state are sent to the executors and returned to the driver. Each executor keeps the
   * parameters and the optimiser state that it received, and also holds a second copy of both,
   * which the job changes. An executor also holds the gradient sums of its tasks, slices of the
   * gradient sums of other executors, and a gradient vector into which it copies its summed slice.
   */
  public static EngineNeed allReduceOnCluster(int shards, int slots, int tasksPerExecutor) {
    int tasks = Math.min(shards, slots);
    int[] executors = new int[(tasks + tasksPerExecutor - 1) / tasksPerExecutor];
    for (int i = 0; i < executors.length; i++) {
      executors[i] = Math.min(tasksPerExecutor, tasks - i * tasksPerExecutor);
    }
    Division division = Division.of(shards, 0, executors);
    int gradients = most(division, 0);
    if (executors.length > 1) {
      int others = 0;
      for (int executor = 1; executor < executors.length; executor++) {
        others += division.subtrees(executor);
      }
      gradients += 1 + others / executors.length;
    }
    return new EngineNeed(2, 0, executors[0], 2, gradients, true, 1);
  }

  /** The largest number of gradient vectors that the tasks of one executor hold. */
  private static int most(Division division, int executor) {
    int gradients = 0;
    for (int task = division.tasks()[executor]; task < division.tasks()[executor + 1]; task++) {
      gradients +=
          CanonicalTree.ofShards(division.shards()[task], division.shards()[task + 1]).most();
    }
    return gradients;
  }

  private static int levels(int shards) {
    return 31 - Integer.numberOfLeadingZeros(shards);
  }
}
