package io.dendrite.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalTest {
  @Test
  void readsStepsEpochsAndTimes() {
    assertThat(Interval.parse("k", "200 steps")).isEqualTo(new Interval("steps", 200));
    assertThat(Interval.parse("k", "1 epoch")).isEqualTo(new Interval("epochs", 1));
    assertThat(Interval.parse("k", " 30s ")).isEqualTo(new Interval("seconds", 30));
    assertThat(Interval.parse("k", "10 min")).isEqualTo(new Interval("seconds", 600));
    assertThat(Interval.time("k", "2 hours")).isEqualTo(Duration.ofHours(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "often", "0 steps", "-1 s", "1.5 min", "3 days", "9999999999 s"})
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> Interval.parse("checkpoint.every", text))
        .hasMessage(
            "checkpoint.every is '"
                + text
                + "'; expected for example \"200 steps\", \"1 epoch\" or \"10 min\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"200 steps", "1 epoch", "soon"})
  void whatIsNoTimeIsNoTimeout(String text) {
    assertThatThrownBy(() -> Interval.time("train.timeout", text))
        .hasMessage(
            "train.timeout is '"
                + text
                + "'; expected a whole number of at least 1 with s, min or h, for example \"30 s\"");
  }
}
