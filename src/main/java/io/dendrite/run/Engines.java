package io.dendrite.run;

import io.dendrite.allreduce.AllReduceEngine;
import io.dendrite.config.TrainConfig;
import io.dendrite.data.DataException;
import io.dendrite.engine.Engine;
import io.dendrite.engine.QuasiNewtonEngine;
import io.dendrite.engine.TreeEngine;
import io.dendrite.memory.EngineNeed;
import io.dendrite.memory.MemoryGiven;
import io.dendrite.memory.MemoryNeed;
import io.dendrite.optim.QuasiNewton;
import io.dendrite.shards.ShardedRows;
import io.dendrite.shards.Slots;
import io.dendrite.shards.TrainingData;
import io.dendrite.task.TaskSetup;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Chooses the engine of a run. */
public final class Engines {
  private Engines() {}

  /**
   * Creates the engine that {@code train.engine} names, for the training rows of a run.
   *
   * @param slots number of tasks that can run at once
   */
  public static Engine of(
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
      return new AllReduceEngine(spark, data, setup, run, tree, () -> Slots.of(spark), listener);
    }
    return tree;
  }

  /**
   * Refuses an engine that cannot run on this Spark context.
   *
   * @throws DataException saying why the engine cannot run
   */
  public static void check(JavaSparkContext spark, TrainConfig.Run run) {
    String reason = reason(spark, run);
    if (run.engine().equals("allreduce") && reason != null) {
      throw new DataException(
          "train.engine is allreduce, but " + reason + "; set train.engine to tree or auto");
    }
  }

  /** The memory that a run will need, together with the memory limits. */
  public static MemoryNeed memory(
      JavaSparkContext spark, TrainConfig.Run run, TrainingData data, boolean sparse, int slots) {
    MemoryGiven given = MemoryGiven.of(spark);
    return MemoryNeed.of(given, need(spark, run, data.train(), slots, given), run, data, sparse);
  }

  /** The memory that the engine of a run will need. */
  private static EngineNeed need(
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

  /**
   * The reason why a run cannot use the all-reduce engine or does not need it; null if the run uses
   * the all-reduce engine.
   */
  private static String reason(JavaSparkContext spark, TrainConfig.Run run) {
    if (run.engine().equals("tree")) {
      return "the tree engine was asked for";
    }
    if (run.searches()) {
      return "L-BFGS and OWL-QN use line searches, which the all-reduce engine cannot do";
    }
    return !spark.sc().isLocal()
            && spark.getConf().getBoolean("spark.dynamicAllocation.enabled", false)
        ? "with spark.dynamicAllocation.enabled Spark cannot start all tasks of a step at once"
        : null;
  }
}
