package io.dendrite.memory;

import io.dendrite.engine.TreeReduction;
import io.dendrite.reduce.CanonicalTree;
import io.dendrite.reduce.Division;

/**
 * The vectors, each as long as the parameters, that an engine holds at once besides the run's own
 * state.
 *
 * @param states further copies of parameters and optimiser state on the driver
 * @param gradients on the driver, in local mode those of all tasks
 * @param tasks that compute at once: in local mode all, on a cluster those of one executor
 * @param executorStates on each executor of a cluster, of parameters and optimiser state; none:
 *     parameters only
 * @param executorGradients on each executor of a cluster
 * @param returnsState is the state what a job brings to the driver? Else gradients
 * @param precision of gradients and passes: 1 for single, 2 for double
 */
public record EngineNeed(
    int states,
    int gradients,
    int tasks,
    int executorStates,
    int executorGradients,
    boolean returnsState,
    int precision) {

  /** Of the tree engine in local mode. A task that sums a group holds one a level of its tree. */
  public static EngineNeed treeInMemory(int shards, int shardsPerGroup, int tasksAtOnce) {
    int groups = (shards + shardsPerGroup - 1) / shardsPerGroup;
    int tasks = Math.min(tasksAtOnce, groups);
    return new EngineNeed(0, groups + tasks * levels(shardsPerGroup), tasks, 0, 0, false, 1);
  }

  /** Of the tree engine on a cluster, where subtrees of groups may be summed on executors. */
  public static EngineNeed treeOnCluster(int shards, int shardsPerGroup, int tasksPerExecutor) {
    int groups = (shards + shardsPerGroup - 1) / shardsPerGroup;
    int received = TreeReduction.received(groups);
    int computing = tasksPerExecutor * (1 + levels(shardsPerGroup));
    int summing = received < groups ? (groups + received - 1) / received : 0;
    return new EngineNeed(0, received, tasksPerExecutor, 0, Math.max(computing, summing), false, 1);
  }

  /**
   * Of a quasi-Newton method on the tree engine: gradients and passes in double precision, the last
   * steps and changes, and about eight vectors of the line search.
   */
  public static EngineNeed quasiNewton(EngineNeed tree, int memory) {
    return new EngineNeed(
        2 * (8 + 2 * memory), tree.gradients, tree.tasks, 2, tree.executorGradients, false, 2);
  }

  /** Of the all-reduce engine in one JVM. */
  public static EngineNeed allReduceInMemory(int shards, int slots) {
    Division division = Division.of(shards, 0, Math.min(shards, slots));
    return new EngineNeed(1, most(division, 0), division.count(), 0, 0, false, 1);
  }

  /**
   * Of the all-reduce engine on a cluster: the state goes out and comes back once a job, and an
   * executor keeps what it got beside its replica. It holds the sums of its tasks, slices of the
   * sums of others, and a gradient to copy its slice to.
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

  /** Gradients that the tasks of an executor hold at most. */
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
