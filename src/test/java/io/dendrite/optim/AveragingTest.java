package io.dendrite.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mean of the table, with every sample. */
class AveragingTest {
  /** A line of the table with one of its samples. */
  private record Sample(Registry.Entry<Averages.Share> entry, Map<String, String> values) {
    /** With the options of the sample, some of them changed; of another one where it has none. */
    Averaging averaging(Map<String, String> changes) {
      return new Averaging(
          entry.name(), option("decay", changes, 0.25), (int) option("from", changes, 2));
    }

    private double option(String key, Map<String, String> changes, double otherwise) {
      String value = changes.getOrDefault(key, values.get(key));
      return value == null ? otherwise : Double.parseDouble(value);
    }

    @Override
    public String toString() {
      return entry.name() + " " + values;
    }
  }

  static Stream<Sample> samples() {
    return Averages.TABLE.entries().stream()
        .flatMap(entry -> entry.samples().stream().map(values -> new Sample(entry, values)));
  }

  /** The mean after each step of 5 epochs of 4 steps in which w rises by 1. */
  private static List<Float> means(Averaging averaging) {
    List<Float> means = new ArrayList<>();
    float[] a = {9, 9, 9};
    for (int t = 0; t < 20; t++) {
      averaging.update(new float[] {t, t, t}, a, t, 4, 1, 2);
      means.add(a[1]);
    }
    assertThat(a[0]).as("beside the block").isEqualTo(9);
    assertThat(a[2]).as("beside the block").isEqualTo(9);
    return means;
  }

  @ParameterizedTest
  @MethodSource("samples")
  void isAMean(Sample sample) throws Exception {
    Averaging averaging = sample.averaging(Map.of());
    List<Float> means = means(averaging);
    assertThat(means.get(0)).as("a = w after the first step").isZero();
    for (int t = 1; t < means.size(); t++) {
      assertThat(means.get(t)).isBetween(means.get(t - 1), (float) t);
    }
    assertThat(averaging.none())
        .as("a is w all along")
        .isEqualTo(means.get(means.size() - 1) == means.size() - 1);
    Averaging sent = (Averaging) RegistryTest.sent(averaging);
    assertThat(sent).isEqualTo(averaging);
    assertThat(means(sent)).isEqualTo(means);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void dependsOnItsOptionsAndNoOther(Sample sample) {
    List<Float> means = means(sample.averaging(Map.of()));
    for (Map.Entry<String, String> change : Map.of("decay", "0.5", "from", "3").entrySet()) {
      assertThat(sample.entry().keys().contains(change.getKey()))
          .as("%s has %s in its sample, and depends on it", sample, change.getKey())
          .isEqualTo(!means(sample.averaging(Map.ofEntries(change))).equals(means));
    }
  }
}
