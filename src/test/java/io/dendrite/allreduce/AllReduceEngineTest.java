package io.dendrite.allreduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.config.LearningSettings;
import io.dendrite.engine.Engine;
import io.dendrite.engine.Step;
import io.dendrite.engine.StepTimes;
import io.dendrite.engine.TrainState;
import io.dendrite.task.NonFiniteException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many steps in one job: the same bits as one step a job. */
class AllReduceEngineTest extends TwoEngines {
  @ParameterizedTest
  @CsvSource({"4, 1", "4, 2", "32, 2", "33, 2", "1, 2"})
  void theSameBitsAsTheTree(int shards, int tasks) throws IOException {
    engines(
        tasks,
        (tree, allReduce, first, second) -> {
          Reported one = new Reported();
          Reported other = new Reported();
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

  /** Every rule, and what is done with gradients and parameters around it. */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("io.dendrite.config.LearningSettings#all")
  void theSameBitsWhateverTheRule(String settings) throws IOException {
    sameBits(
        32,
        with(
            LearningSettings.of(settings),
            "network.layers=[{type = inner-product, units = 200, rateFactor = 0.5, decayFactor = 2}, tanh,"
                + " \"dropout 0.2\", {type = inner-product, units = 30, rateFactor = 0}, tanh, \"inner-product 3\"]"));
  }

  /** Its running statistics move with the steps. */
  @ParameterizedTest
  @ValueSource(ints = {4, 32})
  void theSameBitsWithBatchNormalisation(int shards) throws IOException {
    sameBits(
        shards,
        "train.optimizer.type=adam",
        "train.average.type=exponential",
        "train.chunk=100",
        "train.batch=all",
        "network.layers=[\"inner-product 9\", batch-norm, relu, \"inner-product 3\"]");
  }

  private void sameBits(int shards, String... sets) throws IOException {
    engines(
        2,
        (tree, allReduce, first, second) -> {
          first.rateFactor = 0.75;
          second.rateFactor = 0.75;
          float[] start = first.parameters.clone();
          advance(tree, first, 7, new Reported());
          advance(allReduce, second, 3, new Reported());
          advance(allReduce, second, 7, new Reported());
          same(first, second);
          assertThat(first.parameters).isNotEqualTo(start);
        },
        with(
            new String[] {"data.train=" + write("rows.csv", csv(300)), "data.partitions=" + shards},
            sets));
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
          advance(tree, first, 300, new Reported());
          advance(allReduce, second, 300, new Reported());
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
      advance(engine, state, 1000, new Reported());
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
          Reported told = new Reported();
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
}
