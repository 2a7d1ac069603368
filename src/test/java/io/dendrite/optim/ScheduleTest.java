package io.dendrite.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {
  @Test
  void everyType() {
    assertThat(new Schedule("fixed", 0.5, 1, 1, 1, 0).rate(99, 10, 10)).isEqualTo(0.5);
    Schedule step = new Schedule("step", 1, 0.5, 2, 1, 0);
    assertThat(step.rate(19, 10, 10)).isEqualTo(1);
    assertThat(step.rate(20, 10, 10)).isEqualTo(0.5);
    assertThat(new Schedule("exponential", 1, 0.5, 1, 1, 0).rate(30, 10, 10)).isEqualTo(0.125);
    Schedule inverse = new Schedule("inverse", 2, 0.5, 1, 2, 0);
    assertThat(inverse.rate(0, 10, 10)).isEqualTo(2);
    assertThat(inverse.rate(6, 10, 10)).isEqualTo(2 / 16.0);
    Schedule polynomial = new Schedule("polynomial", 1, 1, 1, 2, 0);
    assertThat(polynomial.rate(0, 10, 10)).isEqualTo(1);
    assertThat(polynomial.rate(50, 10, 10)).isEqualTo(0.25);
    assertThat(polynomial.rate(99, 10, 10)).isPositive().isLessThan(0.00011);
    Schedule cosine = new Schedule("cosine", 4, 1, 1, 1, 0);
    assertThat(cosine.rate(0, 10, 10)).isEqualTo(4);
    assertThat(cosine.rate(50, 10, 10)).isCloseTo(2, within(1e-12));
    assertThat(cosine.rate(75, 10, 10)).isCloseTo(2 - Math.sqrt(2), within(1e-12));
  }

  /** A line of the table with one of its samples. */
  private record Sample(Registry.Entry<Schedules.Kind> entry, Map<String, String> values) {
    /** With the options of the sample, some of them changed; of another one where it has none. */
    Schedule schedule(Map<String, String> changes, double warmup) {
      return new Schedule(
          entry.name(),
          RATE,
          option("decay", changes, 0.25),
          (int) option("every", changes, 3),
          option("power", changes, 4),
          warmup);
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

  private static final double RATE = 0.5;

  static Stream<Sample> samples() {
    return Schedules.TABLE.entries().stream()
        .flatMap(entry -> entry.samples().stream().map(values -> new Sample(entry, values)));
  }

  /** Of a run of 12 epochs of 5 steps. */
  private static List<Double> rates(Schedule schedule, int epochs) {
    return LongStream.range(0, 60).mapToDouble(t -> schedule.rate(t, 5, epochs)).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void goesFromAboveZeroToTheGreatestRateAtMost(Sample sample) throws Exception {
    Schedule schedule = sample.schedule(Map.of(), 0);
    List<Double> rates = rates(schedule, 12);
    assertThat(rates).allMatch(rate -> rate > 0 && rate <= RATE);
    assertThat(rates.stream().distinct().count() == 1)
        .as("the rates of %s are all the same", sample)
        .isEqualTo(schedule.isFixed() || schedule.watches());
    Schedule sent = (Schedule) RegistryTest.sent(schedule);
    assertThat(sent).isEqualTo(schedule);
    assertThat(rates(sent, 12)).isEqualTo(rates);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void saysWhetherItDependsOnEpochs(Sample sample) {
    Schedule schedule = sample.schedule(Map.of(), 0);
    assertThat(schedule.dependsOnEpochs())
        .as("%s says that it goes over the whole run", sample)
        .isEqualTo(!rates(schedule, 12).equals(rates(schedule, 20)));
  }

  /** What a schedule that watches does with decay is the run's work. */
  @ParameterizedTest
  @MethodSource("samples")
  void dependsOnItsOptionsAndNoOther(Sample sample) {
    Schedule schedule = sample.schedule(Map.of(), 0);
    for (Map.Entry<String, String> change :
        Map.of("decay", "0.75", "every", "5", "power", "3").entrySet()) {
      Schedule changed = sample.schedule(Map.ofEntries(change), 0);
      boolean moves = !rates(changed, 12).equals(rates(schedule, 12));
      boolean drops = changed.dropsAfter(5) != schedule.dropsAfter(5);
      assertThat(sample.entry().keys().contains(change.getKey()))
          .as("%s has %s in its sample, and depends on it", sample, change.getKey())
          .isEqualTo(moves || drops || schedule.watches() && change.getKey().equals("decay"));
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void warmsUp(Sample sample) {
    List<Double> cold = rates(sample.schedule(Map.of(), 0), 12);
    List<Double> warm = rates(sample.schedule(Map.of(), 0.8), 12);
    for (int t = 0; t < 60; t++) {
      assertThat(warm.get(t)).isEqualTo(t < 4 ? cold.get(t) * (t + 1) / 4 : cold.get(t));
    }
    assertThat(sample.schedule(Map.of(), 0.8).isFixed()).isFalse();
  }

  @Test
  void oneCycleClimbsThenFalls() {
    Schedule cycle = new Schedule("one-cycle", 5, 1, 1, 1, 0);
    assertThat(cycle.rate(0, 10, 10)).isCloseTo(0.2, within(1e-12));
    assertThat(cycle.rate(15, 10, 10)).isCloseTo(2.6, within(1e-12));
    assertThat(cycle.rate(30, 10, 10)).isCloseTo(5, within(1e-12));
    assertThat(cycle.rate(65, 10, 10)).isCloseTo(2.50001, within(1e-12));
    assertThat(cycle.rate(100, 10, 10)).isCloseTo(2e-5, within(1e-12));
  }

  @Test
  void plateausDropAfterSoManyEpochs() {
    Schedule plateau = new Schedule("plateau", 1, 0.5, 3, 1, 0);
    assertThat(plateau.rate(77, 10, 10)).isEqualTo(1);
    assertThat(plateau.dropsAfter(0)).isFalse();
    assertThat(plateau.dropsAfter(2)).isFalse();
    assertThat(plateau.dropsAfter(3)).isTrue();
    assertThat(plateau.dropsAfter(6)).isTrue();
    assertThat(new Schedule("fixed", 1, 0.5, 3, 1, 0).dropsAfter(3)).isFalse();
  }

  @Test
  void warmUp() {
    Schedule warm = new Schedule("fixed", 1, 1, 1, 1, 0.4);
    assertThat(warm.rate(0, 10, 1)).isEqualTo(0.25);
    assertThat(warm.rate(3, 10, 1)).isEqualTo(1);
    assertThat(warm.rate(4, 10, 1)).isEqualTo(1);
  }
}
