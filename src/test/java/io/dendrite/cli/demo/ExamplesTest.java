package io.dendrite.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.run.Trainer;
import io.dendrite.run.TrainingTest;
import io.dendrite.score.Metrics;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the lecture says of a network, seen in the configurations of conf/examples as shipped. */
class ExamplesTest extends TrainingTest {
  private static final String NO_HIDDEN_LAYER = "network.layers=[\"inner-product 1\"]";
  private static final String ONE_HIDDEN_LAYER =
      "network.layers=[\"inner-product 12\", {type = power, scale = 4}, sigmoid, \"inner-product 1\"]";

  private Metrics test(String example, String... sets) throws IOException {
    return new Trainer(
            SPARK, ExampleConfigs.of(example, dir.resolve(example), List.of(sets)), new Heard())
        .run(false, null)
        .test();
  }

  private double accuracy(String example, String... sets) throws IOException {
    return test(example, sets).get("accuracy");
  }

  /** Ten epochs suffice whatever the order of the rows, which the seed decides. */
  @ParameterizedTest
  @ValueSource(strings = {"and", "or"})
  void oneThresholdUnitLearnsAndAndOr(String example) throws IOException {
    for (int seed = 1; seed <= 3; seed++) {
      assertThat(accuracy(example, "train.seed=" + seed)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xor", "same"})
  void xorAndItsNegationNeedAHiddenLayer(String example) throws IOException {
    assertThat(accuracy(example)).isEqualTo(1);
    assertThat(accuracy(example, NO_HIDDEN_LAYER)).isLessThanOrEqualTo(0.75);
    assertThat(accuracy(example, NO_HIDDEN_LAYER, "network.loss=perceptron"))
        .isLessThanOrEqualTo(0.75);
  }

  /**
   * Cross-entropy is convex in a unit's output, whose mean is the same over the translations of
   * either pattern. So, by Jensen's inequality, no linear unit has a loss below ln 2, that of one
   * which says 1/2 to every row; training comes near it.
   */
  @Test
  void aLinearUnitCannotTellPatternsUnderTranslationApart() throws IOException {
    Metrics linear = test("wraparound", NO_HIDDEN_LAYER);
    assertThat(linear.loss()).isBetween(Math.log(2) - 1e-6, Math.log(2) + 0.01);
    assertThat(linear.get("accuracy")).isBetween(0.4, 0.6);
    assertThat(accuracy("wraparound")).isGreaterThanOrEqualTo(0.99);
  }

  @Test
  void spirals() throws IOException {
    assertThat(accuracy("spirals")).isGreaterThanOrEqualTo(0.98);
    assertThat(accuracy("spirals", "network.layers=[\"inner-product 2\"]")).isLessThan(0.75);
  }

  /** With twelve units a layer; one hidden layer of very many would do for any region as well. */
  @Test
  @Tag("slow")
  void regionsNeedTheirDepth() throws IOException {
    assertThat(accuracy("regions", NO_HIDDEN_LAYER, "data.label=half_plane"))
        .isGreaterThanOrEqualTo(0.99);
    assertThat(accuracy("regions", NO_HIDDEN_LAYER, "data.label=convex")).isLessThan(0.7);
    assertThat(accuracy("regions", ONE_HIDDEN_LAYER, "data.label=convex"))
        .isGreaterThanOrEqualTo(0.98);
    Metrics shallow = test("regions", ONE_HIDDEN_LAYER);
    Metrics deep = test("regions");
    assertThat(deep.get("accuracy")).isGreaterThanOrEqualTo(0.985);
    assertThat(shallow.get("accuracy")).isLessThan(0.98);
    assertThat(shallow.loss()).isGreaterThan(2 * deep.loss());
  }

  /** The function's deviation is 0.76. */
  @Test
  void oneHiddenLayerApproximatesAFunction() throws IOException {
    assertThat(test("function").get("rmse")).isLessThanOrEqualTo(0.04);
    assertThat(test("function", NO_HIDDEN_LAYER).get("rmse")).isGreaterThan(0.4);
  }
}
