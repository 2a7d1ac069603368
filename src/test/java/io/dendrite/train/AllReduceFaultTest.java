package io.dendrite.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.data.RowBlock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.Partition;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.RDDBlockId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.reflect.ClassTag$;

/** Jobs of many steps that fail, or whose follower does. */
class AllReduceFaultTest extends TwoEngines {
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

  /** Spark itself would stop for good if what lost blocks are made of were lost as well. */
  @Test
  void lostBlocksAreComputedAgain() throws IOException {
    ShardedRows[] rows = new ShardedRows[1];
    changed =
        data -> {
          rows[0] = data.train();
          return data;
        };
    engines(
        2,
        (tree, allReduce, first, second) -> {
          advance(tree, first, 40, new Told());
          advance(allReduce, second, 16, new Told());
          SparkEnv.get().blockManager().removeBlock(new RDDBlockId(rows[0].blocks().id(), 1), true);
          advance(allReduce, second, 40, new Told());
          same(first, second);
          assertThat(heard.notices)
              .hasSize(1)
              .first()
              .asString()
              .contains("cached rows were lost with their executor")
              .endsWith("; doing them again");
        },
        "data.train=" + write("rows.csv", csv(500)),
        "data.partitions=4");
  }

  /** The driver tells a step once, though a job that told it failed and the tree engine goes on. */
  @Test
  void stepsToldByAFailedJobAreNotToldAgainByTheTreeEngine() throws IOException {
    changed = AllReduceFaultTest::faulty;
    engines(
        2,
        (tree, allReduce, first, second) -> {
          List<Long> told = new ArrayList<>();
          Engine.Watch canceller =
              new Engine.Watch() {
                @Override
                public void step(Step step) {
                  told.add(step.number());
                }

                @Override
                public boolean stop() {
                  if (told.size() > 16 && heard.notices.isEmpty()) {
                    FaultyBlocks.FAULTS.set(100);
                    for (int job : spark.statusTracker().getActiveJobIds()) {
                      spark.sc().cancelJob(job);
                    }
                  }
                  return !heard.notices.isEmpty();
                }
              };
          while (heard.notices.size() < 3 || second.step < told.get(told.size() - 1)) {
            allReduce.advance(second, second.step + 2000, canceller);
          }
          FaultyBlocks.FAULTS.set(0);
          assertThat(second.step).isEqualTo(told.size()).isGreaterThan(16);
          assertThat(told).isEqualTo(LongStream.rangeClosed(1, second.step).boxed().toList());
        },
        "data.train=" + write("rows.csv", csv(500)),
        "data.partitions=2",
        // Long enough for the job to be met while it runs.
        "network.layers=[\"inner-product 400\", tanh, \"inner-product 3\"]",
        "train.batch=400",
        "train.chunk=100");
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
    changed = AllReduceFaultTest::faulty;
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
              .startsWith("the job of the steps after 16 failed: no such disk;");
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

  private static TrainingData faulty(TrainingData data) {
    ShardedRows rows = data.train();
    RDD<RowBlock> faulty = new FaultyBlocks(rows.blocks());
    return with(
        data, new ShardedRows(faulty, rows.layout(), rows.census(), rows.weighted(), rows.bytes()));
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
