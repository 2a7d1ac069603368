package io.dendrite.allreduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.config.Configs;
import io.dendrite.config.TrainConfig;
import io.dendrite.engine.Engine;
import io.dendrite.engine.Step;
import io.dendrite.engine.TrainState;
import io.dendrite.engine.TreeEngine;
import io.dendrite.input.SparkTest;
import io.dendrite.shards.TrainingData;
import io.dendrite.task.LoadedRun;
import io.dendrite.task.TaskSetup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Runs the tree engine and the all-reduce engine on the same data, from the same state. */
public abstract class TwoEngines extends SparkTest {
  final JavaSparkContext spark = new JavaSparkContext(SPARK.sparkContext());

  /** The reports of an engine, and an end after this many steps. */
  public static final class Reported implements Engine.Watch {
    final List<Step> steps = new ArrayList<>();
    int most = Integer.MAX_VALUE;

    @Override
    public void step(Step step) {
      steps.add(step);
    }

    @Override
    public boolean stop() {
      return steps.size() >= most;
    }
  }

  final Heard heard = new Heard();
  UnaryOperator<TrainingData> changed = data -> data;

  interface Work {
    void run(TreeEngine tree, AllReduceEngine allReduce, TrainState first, TrainState second);
  }

  void engines(int tasks, Work work, String... sets) throws IOException {
    String[] all =
        with(
            new String[] {
              "data.label=label",
              "data.validation=0",
              "network.layers=[\"inner-product 16\", tanh, \"dropout 0.2\", \"inner-product 3\"]",
              "train.batch=90",
              "train.chunk=7",
              "model.dir=" + dir.resolve("model")
            },
            sets);
    TrainConfig config = Configs.of(List.of(all));
    TrainConfig.Run run = config.run();
    int lying = Replicas.HERE.size();
    try (LoadedRun loaded = LoadedRun.open(SPARK, config, new Heard())) {
      TrainingData data = loaded.data();
      Broadcast<TaskSetup> setup = loaded.setup(data.scaler());
      TreeEngine tree = TreeEngine.of(spark, data, setup, run, 2);
      try (AllReduceEngine allReduce =
          new AllReduceEngine(spark, changed.apply(data), setup, run, tree, () -> tasks, heard)) {
        work.run(
            tree,
            allReduce,
            TrainState.starting(data.net().init(1), run),
            TrainState.starting(data.net().init(1), run));
      }
      setup.destroy();
    }
    // A job that failed is not waited for.
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (Replicas.HERE.size() > lying && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(Replicas.HERE.size()).as("nothing is left lying").isEqualTo(lying);
  }

  static void same(TrainState a, TrainState b) {
    assertThat(b.step).isEqualTo(a.step);
    assertThat(b.parameters).isEqualTo(a.parameters);
    assertThat(b.slots).isDeepEqualTo(a.slots);
  }

  static void advance(Engine engine, TrainState state, long until, Reported told) {
    while (state.step < until) {
      engine.advance(state, until, told);
    }
  }
}
