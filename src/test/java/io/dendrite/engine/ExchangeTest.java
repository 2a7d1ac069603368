package io.dendrite.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExchangeTest {
  @Test
  void attemptsOfOneTaskDoNotMeet() {
    float[] first = {1};
    float[] second = {2};
    Exchange.putParameters("attempts", 3, new float[1]);
    Exchange.putGradient("attempts", 3, 0, 10, first);
    Exchange.putGradient("attempts", 3, 0, 11, second);
    assertThat(Exchange.takeGradient("attempts", 3, 0, 11)).isSameAs(second);
    for (Runnable take :
        List.<Runnable>of(
            () -> Exchange.takeGradient("attempts", 3, 0, 11),
            () -> Exchange.takeGradient("another run", 3, 0, 10),
            () -> Exchange.takeGradient("attempts", 4, 0, 10))) {
      assertThatThrownBy(take::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no gradient of attempt 1");
    }
    assertThat(Exchange.takeGradient("attempts", 3, 0, 10)).isSameAs(first);
    Exchange.withdraw("attempts", 3);
  }

  @Test
  void anEndedStepLeavesNothing() {
    int before = Exchange.size();
    float[] parameters = {1};
    Exchange.putParameters("ended", 3, parameters);
    Exchange.putParameters("going on", 3, parameters);
    Exchange.putGradient("ended", 3, 1, 10, parameters);
    assertThat(Exchange.parameters("ended", 3)).isSameAs(parameters);
    Exchange.withdraw("ended", 3);
    assertThatThrownBy(() -> Exchange.parameters("ended", 3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("step 3 of run ended is over");
    Exchange.putGradient("ended", 3, 1, 11, parameters);
    assertThat(Exchange.size()).as("a late gradient stays out").isEqualTo(before + 1);
    assertThat(Exchange.parameters("going on", 3)).isSameAs(parameters);
    Exchange.withdraw("going on", 3);
    assertThat(Exchange.size()).isEqualTo(before);
  }
}
