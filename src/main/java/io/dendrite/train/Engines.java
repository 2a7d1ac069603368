package io.dendrite.train;

import io.dendrite.optim.QuasiNewton;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Chooses the engine of a run. */
final class Engines {
  private Engines() {}

  /**
   * The engine that {@code train.engine} names, for the training rows of a run.
   *
   * @param slots tasks that run at once
   */
  static Engine of(
      JavaSparkContext spark,
      TrainingData data,
      Broadcast<TaskSetup> setup,
      TrainConfig config,
      int slots,
      RunListener listener) {
    TrainConfig.Run run = config.run();
    String reason = reason(spark, run);
    if (reason != null && run.engine().equals("auto")) {
      listener.notice("train.engine = auto takes the tree engine: " + reason);
    }
    if (run.searches()) {
      return new QuasiNewtonEngine(spark, config, data, setup, slots);
    }
    TreeEngine tree = TreeEngine.of(spark, data, setup, run, slots);
    if (reason == null) {
      return new AllReduceEngine(
          spark, data, setup, run, tree, () -> Machines.slots(spark), listener);
    }
    return tree;
  }

  /**
   * Refuses an engine that cannot run here.
   *
   * @throws DataException saying why
   */
  static void check(JavaSparkContext spark, TrainConfig.Run run) {
    String reason = reason(spark, run);
    if (run.engine().equals("allreduce") && reason != null) {
      throw new DataException(
          "train.engine is allreduce, but " + reason + "; set train.engine to tree or auto");
    }
  }

  /** What the engine of a run will hold. */
  static EngineNeed need(
      JavaSparkContext spark, TrainConfig.Run run, ShardedRows rows, int slots, MemoryGiven given) {
    int shards = rows.layout().shards();
    int group = rows.shardsPerGroup(slots);
    int perExecutor = given.tasksPerExecutor();
    if (run.optimizer().rule() instanceof QuasiNewton method) {
      return EngineNeed.quasiNewton(
          given.local()
              ? EngineNeed.treeInMemory(shards, group, rows.tasksAtOnce(slots))
              : EngineNeed.treeOnCluster(shards, group, perExecutor),
          method.memory());
    }
    if (reason(spark, run) == null) {
      return given.local()
          ? EngineNeed.allReduceInMemory(shards, slots)
          : EngineNeed.allReduceOnCluster(shards, slots, perExecutor);
    }
    return given.local()
        ? EngineNeed.treeInMemory(shards, group, rows.tasksAtOnce(slots))
        : EngineNeed.treeOnCluster(shards, group, perExecutor);
  }

  /** Why a run cannot use, or does not want, the all-reduce engine; null if it uses it. */
  private static String reason(JavaSparkContext spark, TrainConfig.Run run) {
    if (run.engine().equals("tree")) {
      return "the tree engine was asked for";
    }
    if (run.searches()) {
      return "L-BFGS and OWL-QN search along lines, which only the tree engine sums for";
    }
    return !spark.sc().isLocal()
            && spark.getConf().getBoolean("spark.dynamicAllocation.enabled", false)
        ? "with spark.dynamicAllocation.enabled Spark cannot start all tasks of a step at once"
        : null;
  }
}
