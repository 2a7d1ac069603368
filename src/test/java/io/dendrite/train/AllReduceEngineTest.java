package io.dendrite.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.cli.Configs;
import io.dendrite.data.RowBlock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.reflect.ClassTag$;

/** Many steps in one job: the same bits as one step a job. */
class AllReduceEngineTest extends SparkTest {
  private final JavaSparkContext spark = new JavaSparkContext(SPARK.sparkContext());

  /** What an engine told, and an end after so many steps. */
  static final class Told implements Engine.Watch {
    private final List<Step> steps = new ArrayList<>();
    private int most = Integer.MAX_VALUE;

    @Override
    public void step(Step step) {
      steps.add(step);
    }

    @Override
    public boolean stop() {
      return steps.size() >= most;
    }
  }

  private final Heard heard = new Heard();
  private UnaryOperator<TrainingData> changed = data -> data;

  private interface Work {
    void run(TreeEngine tree, AllReduceEngine allReduce, TrainState first, TrainState second);
  }

  private void engines(int tasks, Work work, String... sets) throws IOException {
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
    int shards = config.data().partitions();
    int lying = Replicas.size();
    try (TrainingData data = TrainingData.load(SPARK, config, shards, 2, new Heard())) {
      String blas = Machines.agree(spark, "auto", false, new RunListener() {});
      Broadcast<TaskSetup> setup =
          spark.broadcast(
              new TaskSetup(data.net(), data.scaler(), false, run.chunk(), "auto", blas));
      TreeEngine tree = TreeEngine.of(spark, data, setup, run, 2);
      try (AllReduceEngine allReduce =
          new AllReduceEngine(spark, changed.apply(data), setup, run, tree, tasks, heard)) {
        work.run(
            tree,
            allReduce,
            TrainState.starting(data.net().init(1), run),
            TrainState.starting(data.net().init(1), run));
      }
      setup.destroy();
    }
    assertThat(Replicas.size()).as("nothing is left lying").isEqualTo(lying);
  }

  private static void same(TrainState a, TrainState b) {
    assertThat(b.step).isEqualTo(a.step);
    assertThat(b.parameters).isEqualTo(a.parameters);
    assertThat(b.slots).isDeepEqualTo(a.slots);
  }

  private static void advance(Engine engine, TrainState state, long until, Told told) {
    while (state.step < until) {
      engine.advance(state, until, told);
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 1", "4, 2", "32, 2", "33, 2", "1, 2"})
  void theSameBitsAsTheTree(int shards, int tasks) throws IOException {
    engines(
        tasks,
        (tree, allReduce, first, second) -> {
          Told one = new Told();
          Told other = new Told();
          advance(tree, first, 23, one);
          advance(allReduce, second, 5, other);
          advance(allReduce, second, 23, other);
          same(first, second);
          assertThat(other.steps).hasSize(23);
          for (int i = 0; i < 23; i++) {
            Step a = one.steps.get(i);
            Step b = other.steps.get(i);
            StepTimes t = b.times();
            assertThat(t.load()).isPositive();
            assertThat(t.forward()).isPositive();
            assertThat(t.backward()).isPositive();
            assertThat(t.aggregate()).isPositive();
            assertThat(t.update()).isPositive();
            assertThat(b)
                .isEqualTo(
                    new Step(
                        a.number(),
                        a.epoch(),
                        a.loss(),
                        a.rate(),
                        a.gradientNorm(),
                        b.seconds(),
                        a.rows(),
                        a.endsEpoch(),
                        t));
          }
          // Each can go on where the other stopped.
          advance(tree, first, 30, one);
          advance(tree, first, 37, one);
          advance(allReduce, second, 30, other);
          advance(tree, second, 37, other);
          same(first, second);
        },
        "data.train=" + write("rows.csv", csv(500)),
        "data.partitions=" + shards,
        "train.optimizer.clipNorm=0.5",
        "train.optimizer.weightDecay=0.01",
        "train.schedule.type=exponential");
  }

  /** Rows of weight 0 count, but change nothing. */
  @Test
  void weightedRowsToo() throws IOException {
    List<String> lines = new ArrayList<>();
    List<String> rows = csv(200);
    lines.add(rows.get(0) + ",w");
    for (int i = 1; i < rows.size(); i++) {
      lines.add(rows.get(i) + "," + (i % 7 == 0 ? 0 : 0.1 * i));
    }
    engines(
        2,
        (tree, allReduce, first, second) -> {
          advance(tree, first, 300, new Told());
          advance(allReduce, second, 300, new Told());
          same(first, second);
        },
        "data.train=" + write("rows.csv", lines),
        "data.weight=w",
        "data.partitions=3",
        "train.batch=2");
  }

  @Test
  void numbersThatAreNotFiniteEndWithTheTreesSentence() throws IOException {
    engines(
        2,
        (tree, allReduce, first, second) -> {
          String sentence = sentence(tree, first);
          assertThat(first.step).isPositive();
          assertThat(sentence(allReduce, second)).isEqualTo(sentence);
          same(first, second);
        },
        "data.train=" + write("rows.csv", csv(500)),
        "data.partitions=4",
        "network.layers=[\"inner-product 16\", relu, \"inner-product 3\"]",
        "network.loss=euclidean",
        "train.optimizer.rate=50");
  }

  private static String sentence(Engine engine, TrainState state) {
    try {
      advance(engine, state, 1000, new Told());
      return "nothing happened";
    } catch (NonFiniteException e) {
      return e.getMessage();
    }
  }

  @Test
  void aJobEndsSoonAfterItIsAskedTo() throws IOException {
    engines(
        2,
        (tree, allReduce, first, second) -> {
          Told told = new Told();
          advance(allReduce, second, 2000, told);
          told.most = 2001;
          allReduce.advance(second, Long.MAX_VALUE, told);
          assertThat(second.step).isBetween(2001L, 18_000L);
          assertThat(told.steps).hasSize((int) second.step);
          for (int i = 0; i < told.steps.size(); i++) {
            assertThat(told.steps.get(i).number()).isEqualTo(i + 1);
          }
        },
        "data.train=" + write("rows.csv", csv(500)),
        "data.partitions=2");
  }

  /** Its steps are told once, though they are done twice. */
  @Test
  void aJobThatIsCancelledInTheMiddleIsDoneAgain() throws IOException {
    engines(
        2,
        (tree, allReduce, first, second) -> {
          Told one = new Told();
          advance(tree, first, 1500, one);
          List<Double> losses = new ArrayList<>();
          Engine.Watch canceller =
              new Engine.Watch() {
                @Override
                public void step(Step step) {
                  assertThat(step.number()).isEqualTo(losses.size() + 1);
                  losses.add(step.loss());
                }

                @Override
                public boolean stop() {
                  // Asked while a job runs.
                  if (losses.size() > 16 && heard.notices.isEmpty()) {
                    for (int job : spark.statusTracker().getActiveJobIds()) {
                      spark.sc().cancelJob(job);
                    }
                  }
                  return false;
                }
              };
          while (second.step < 1500 || heard.notices.isEmpty()) {
            allReduce.advance(second, Math.max(1500, second.step + 1), canceller);
          }
          assertThat(heard.notices).hasSize(1).first().asString().contains("cancelled");
          assertThat(losses).hasSize(1500).isEqualTo(one.steps.stream().map(Step::loss).toList());
          same(first, second);
        },
        "data.train=" + write("rows.csv", csv(500)),
        "data.partitions=2",
        // Long enough for the job to be met while it runs.
        "network.layers=[\"inner-product 400\", tanh, \"inner-product 3\"]",
        "train.batch=400",
        "train.chunk=100");
  }

  /** Who listens may throw; then no task goes on. */
  @Test
  void aJobDoesNotOutliveItsFollower() throws IOException {
    engines(
        2,
        (tree, allReduce, first, second) -> {
          advance(allReduce, second, 16, new Told());
          Engine.Watch broken =
              new Engine.Watch() {
                @Override
                public void step(Step step) {
                  throw new ArithmeticException("a listener's fault");
                }

                @Override
                public boolean stop() {
                  return false;
                }
              };
          assertThatThrownBy(() -> allReduce.advance(second, Long.MAX_VALUE, broken))
              .hasMessage("a listener's fault");
          assertThat(second.step).isEqualTo(16);
          long deadline = System.nanoTime() + 60_000_000_000L;
          while (spark.statusTracker().getActiveJobIds().length > 0) {
            assertThat(System.nanoTime()).as("the job ends").isLessThan(deadline);
            Thread.onSpinWait();
          }
          advance(tree, first, 40, new Told());
          advance(allReduce, second, 40, new Told());
          same(first, second);
        },
        "data.train=" + write("rows.csv", csv(500)),
        "data.partitions=2");
  }

  private static TrainingData with(TrainingData data, ShardedRows train) {
    return new TrainingData(
        train, data.validation(), data.test(), data.encoding(), data.scaler(), data.net());
  }

  /** The data changed under the job: the sentence of the task that found it is the job's. */
  @Test
  void changedDataEndTheRun() throws IOException {
    changed =
        data -> {
          ShardedRows rows = data.train();
          long[][] prints = rows.census().fingerprints().clone();
          prints[1] = new long[] {1};
          ShardedRows.Census census = new ShardedRows.Census(rows.census().rows(), prints);
          return with(
              data,
              new ShardedRows(rows.blocks(), rows.layout(), census, rows.weighted(), rows.bytes()));
        };
    engines(
        2,
        (tree, allReduce, first, second) -> {
          assertThatThrownBy(() -> allReduce.advance(second, 10, new Told()))
              .isInstanceOf(DataException.class)
              .hasMessageContaining("the data changed while the run was going on: shard 1");
          assertThat(second.step).isZero();
        },
        "data.train=" + write("rows.csv", csv(50)),
        "data.partitions=2");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "100, 3"})
  void aJobThatFailsIsDoneAgain(int faults, int notices) throws IOException {
    changed =
        data -> {
          ShardedRows rows = data.train();
          RDD<RowBlock> faulty = new FaultyBlocks(rows.blocks());
          return with(
              data,
              new ShardedRows(faulty, rows.layout(), rows.census(), rows.weighted(), rows.bytes()));
        };
    engines(
        1,
        (tree, allReduce, first, second) -> {
          Told one = new Told();
          Told other = new Told();
          advance(tree, first, 40, one);
          advance(allReduce, second, 16, other);
          assertThat(heard.notices).isEmpty();
          FaultyBlocks.FAULTS.set(faults);
          advance(allReduce, second, 40, other);
          assertThat(FaultyBlocks.FAULTS.getAndSet(0)).as("the faults happened").isLessThan(faults);
          same(first, second);
          assertThat(heard.notices)
              .hasSize(notices)
              .first()
              .asString()
              .startsWith(
                  "the job of the steps after 16 failed: IllegalStateException: no such disk;");
          assertThat(heard.notices.get(notices - 1))
              .endsWith(notices < 3 ? "doing them again" : "going on with the tree engine");
          assertThat(other.steps).hasSameSizeAs(one.steps);
          for (int i = 0; i < 40; i++) {
            assertThat(other.steps.get(i).number()).isEqualTo(i + 1);
            assertThat(other.steps.get(i).loss()).isEqualTo(one.steps.get(i).loss());
          }
        },
        "data.train=" + write("rows.csv", csv(500)),
        "data.partitions=4");
  }

  /** Blocks that cannot be read so many times by jobs of many steps. */
  private static final class FaultyBlocks extends RDD<RowBlock> {
    private static final long serialVersionUID = 1;
    private static final AtomicInteger FAULTS = new AtomicInteger();
    private final RDD<RowBlock> blocks;

    FaultyBlocks(RDD<RowBlock> blocks) {
      super(blocks, ClassTag$.MODULE$.apply(RowBlock.class));
      this.blocks = blocks;
    }

    @Override
    public Partition[] getPartitions() {
      return blocks.partitions();
    }

    @Override
    public scala.collection.Iterator<RowBlock> compute(Partition split, TaskContext context) {
      if (context instanceof BarrierTaskContext
          && FAULTS.get() > 0
          && FAULTS.getAndDecrement() > 0) {
        throw new IllegalStateException("no such disk");
      }
      return blocks.iterator(split, context);
    }
  }
}
