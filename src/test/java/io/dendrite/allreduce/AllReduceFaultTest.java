package io.dendrite.allreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.data.DataException;
import io.dendrite.engine.Engine;
import io.dendrite.engine.Step;
import io.dendrite.net.Workspace;
import io.dendrite.shards.ShardedRows;
import io.dendrite.shards.TrainingData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.RDDBlockId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs of many steps that fail, or whose follower does. */
class AllReduceFaultTest extends TwoEngines {
  private ShardedRows rows;

  private TrainingData keep(TrainingData data) {
    rows = data.train();
    return data;
  }

  /** Its steps are reported once, though they are done twice. */
  @Test
  @Timeout(300)
  void aJobThatIsCancelledInTheMiddleIsDoneAgain() throws IOException {
    engines(
        2,
        (tree, allReduce, first, second) -> {
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
                  return !heard.notices.isEmpty();
                }
              };
          while (heard.notices.isEmpty()) {
            allReduce.advance(second, second.step + 5000, canceller);
          }
          assertThat(heard.notices).hasSize(1).first().asString().contains("cancelled");
          Reported one = new Reported();
          advance(tree, first, second.step, one);
          assertThat(losses).isEqualTo(one.steps.stream().map(Step::loss).toList());
          same(first, second);
        },
        "data.train=" + write("rows.csv", csv(500)),
        "data.partitions=2",
        // Long enough for the job to be met while it runs.
        "network.layers=[\"inner-product 1200\", tanh, \"inner-product 3\"]",
        "train.batch=400",
        "train.chunk=100");
  }

  /** Makes a task of this JVM hang amid its arithmetic, where it holds no lock; null if none is. */
  @SuppressWarnings("removal") // There is no other way.
  private static Thread hang() {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (computes(thread)) {
        thread.suspend();
        if (computes(thread)) {
          return thread;
        }
        thread.resume();
      }
    }
    return null;
  }

  /** A matrix product may hold off the garbage collector, so that all would hang. */
  private static boolean computes(Thread thread) {
    StackTraceElement[] stack = thread.getStackTrace();
    return stack.length > 0
        && !stack[0].isNativeMethod()
        && Arrays.stream(stack)
            .anyMatch(frame -> frame.getClassName().equals(Workspace.class.getName()));
  }

  /** It holds its slot, so that no further job of many steps can begin; one of one step can. */
  @Test
  @Timeout(300)
  @SuppressWarnings("removal")
  void aTaskThatHangsIsNotWaitedForAndTheTreeEngineGoesOn() throws IOException {
    Thread[] hung = {null};
    Engine.Watch watch =
        new Engine.Watch() {
          @Override
          public void step(Step step) {}

          @Override
          public boolean stop() {
            for (int i = 0; i < 100 && hung[0] == null; i++) {
              hung[0] = hang();
            }
            return heard.notices.size() >= 3;
          }
        };
    engines(
        2,
        (tree, allReduce, first, second) -> {
          try {
            // The watch is asked every 50 ms; a job of few steps ends sooner.
            while (heard.notices.size() < 3) {
              assertThat(heard.notices).isEmpty();
              allReduce.advance(second, second.step + 2000, watch);
            }
            assertThat(hung[0]).isNotNull();
            assertThat(heard.notices)
                .anyMatch(
                    notice ->
                        notice.contains("1 of 2 tasks did not finish their part of a step within 3")
                            && notice.endsWith("(train.timeout); doing them again"));
            assertThat(heard.notices.get(heard.notices.size() - 1))
                .contains("only 0 of 2 tasks could start within 3 s (train.timeout)")
                .endsWith("; going on with the tree engine");
            advance(tree, first, second.step, new Reported());
            same(first, second);
          } finally {
            if (hung[0] != null) {
              hung[0].resume();
            }
          }
        },
        "data.train=" + write("rows.csv", csv(500)),
        "data.partitions=2",
        "train.timeout=3 s",
        // Long enough for the job to be met while it runs.
        "network.layers=[\"inner-product 1200\", tanh, \"inner-product 3\"]",
        "train.batch=400",
        "train.chunk=100");
  }

  /** Who listens may throw; then no task goes on. */
  @Test
  void aJobDoesNotOutliveItsFollower() throws IOException {
    engines(
        2,
        (tree, allReduce, first, second) -> {
          advance(allReduce, second, 16, new Reported());
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
          advance(tree, first, 40, new Reported());
          advance(allReduce, second, 40, new Reported());
          same(first, second);
        },
        "data.train=" + write("rows.csv", csv(500)),
        "data.partitions=2");
  }

  /** Spark itself would stop for good if what lost blocks are made of were lost as well. */
  @Test
  void lostBlocksAreComputedAgain() throws IOException {
    changed = this::keep;
    engines(
        2,
        (tree, allReduce, first, second) -> {
          advance(tree, first, 40, new Reported());
          advance(allReduce, second, 16, new Reported());
          SparkEnv.get().blockManager().removeBlock(new RDDBlockId(rows.blocks().id(), 1), true);
          advance(allReduce, second, 40, new Reported());
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

  /**
   * The driver reports a step once, though a job that reported it failed and the tree engine goes
   * on.
   */
  @Test
  @Timeout(300)
  void stepsToldByAFailedJobAreNotToldAgainByTheTreeEngine() throws IOException {
    changed = this::keep;
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
                    rows.unpersist();
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
          long[][] prints = rows.manifest().fingerprints().clone();
          prints[1] = new long[] {1};
          ShardedRows.Manifest manifest = new ShardedRows.Manifest(rows.manifest().rows(), prints);
          return with(
              data,
              new ShardedRows(
                  rows.blocks(), rows.layout(), manifest, rows.weighted(), rows.bytes()));
        };
    engines(
        2,
        (tree, allReduce, first, second) -> {
          assertThatThrownBy(() -> allReduce.advance(second, 10, new Reported()))
              .isInstanceOf(DataException.class)
              .hasMessageContaining("the data changed while the run was going on: shard 1");
          assertThat(second.step).isZero();
        },
        "data.train=" + write("rows.csv", csv(50)),
        "data.partitions=2");
  }

  /** Rows that are not cached: no job of many steps can read them. */
  @Test
  void afterThreeFailuresTheTreeEngineGoesOn() throws IOException {
    changed = this::keep;
    engines(
        1,
        (tree, allReduce, first, second) -> {
          Reported one = new Reported();
          Reported other = new Reported();
          advance(tree, first, 40, one);
          advance(allReduce, second, 16, other);
          assertThat(heard.notices).isEmpty();
          rows.unpersist();
          advance(allReduce, second, 40, other);
          same(first, second);
          assertThat(heard.notices)
              .hasSize(3)
              .first()
              .asString()
              .startsWith("the job of the steps after 16 failed: cached rows were lost")
              .endsWith("; doing them again");
          assertThat(heard.notices.get(2)).endsWith("; going on with the tree engine");
          assertThat(other.steps).hasSameSizeAs(one.steps);
          for (int i = 0; i < 40; i++) {
            assertThat(other.steps.get(i).number()).isEqualTo(i + 1);
            assertThat(other.steps.get(i).loss()).isEqualTo(one.steps.get(i).loss());
          }
        },
        "data.train=" + write("rows.csv", csv(500)),
        "data.partitions=4");
  }
}
