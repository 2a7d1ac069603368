package io.dendrite.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

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

  @Test
  void rangesAreChecked() {
    refused("train.schedule.type", "linear", 1, 1, 1, 1, 0);
    refused("train.optimizer.rate", "fixed", 0, 1, 1, 1, 0);
    refused("train.schedule.decay", "fixed", 1, 2, 1, 1, 0);
    refused("train.schedule.every", "fixed", 1, 1, 0, 1, 0);
    refused("train.schedule.power", "fixed", 1, 1, 1, 0, 0);
    refused("train.schedule.warmup", "fixed", 1, 1, 1, 1, -1);
  }

  private static void refused(
      String key, String type, double rate, double decay, int every, double power, double warmup) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Schedule(type, rate, decay, every, power, warmup))
        .withMessageStartingWith(key);
  }
}
