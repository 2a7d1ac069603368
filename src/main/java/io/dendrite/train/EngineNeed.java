package io.dendrite.train;

/**
 * The vectors, each as long as the parameters, that an engine holds at once besides the run's own
 * state.
 *
 * @param states further copies of parameters and optimiser state
 * @param gradients on the driver, in local mode those of all tasks
 * @param tasks that compute at once: in local mode all, on a cluster those of one executor
 * @param executorGradients on each executor of a cluster
 */
record EngineNeed(int states, int gradients, int tasks, int executorGradients) {

  /** Of the tree engine in local mode. A task that sums a group holds one a level of its tree. */
  static EngineNeed treeInMemory(int shards, int shardsPerGroup, int tasksAtOnce) {
    int groups = (shards + shardsPerGroup - 1) / shardsPerGroup;
    int tasks = Math.min(tasksAtOnce, groups);
    return new EngineNeed(0, groups + tasks * levels(shardsPerGroup), tasks, 0);
  }

  /** Of the tree engine on a cluster, where subtrees of groups may be summed on executors. */
  static EngineNeed treeOnCluster(int shards, int shardsPerGroup, int tasksPerExecutor) {
    int groups = (shards + shardsPerGroup - 1) / shardsPerGroup;
    int received = TreeReduction.received(groups);
    int computing = tasksPerExecutor * (1 + levels(shardsPerGroup));
    int summing = received < groups ? (groups + received - 1) / received : 0;
    return new EngineNeed(0, received, tasksPerExecutor, Math.max(computing, summing));
  }

  /** Of the all-reduce engine in one JVM. */
  static EngineNeed allReduce(int[] ranges) {
    int gradients = 0;
    for (int task = 0; task + 1 < ranges.length; task++) {
      gradients += SubtreeStack.most(ranges[task], ranges[task + 1]);
    }
    return new EngineNeed(1, gradients, ranges.length - 1, 0);
  }

  private static int levels(int shards) {
    return 31 - Integer.numberOfLeadingZeros(shards);
  }
}
