package io.dendrite.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The delta of Huber's loss is in units of the data, also where targets are scaled. */
class HuberLossTest {
  @Test
  void theLossOfScaledTargetsIsTheLossInOtherUnits() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200; i++) {
      double spread = Math.pow(10, 6 * random.nextDouble() - 3);
      Loss loss = Ops.loss("huber", "here", Map.of("delta", 0.5 + 3 * random.nextDouble()));
      Loss scaled = loss.ofTargetsDividedBy(new double[] {1, spread});
      float y = (float) (10 * random.nextDouble() - 5);
      float t = (float) (10 * random.nextDouble() - 5);
      float[] dy = new float[2];
      float[] dz = new float[2];
      double plain = evaluate(loss, new float[] {0, y}, new float[] {0, t}, dy);
      double divided =
          evaluate(
              scaled,
              new float[] {0, (float) (y / spread)},
              new float[] {0, (float) (t / spread)},
              dz);
      assertThat(divided * spread * spread).isCloseTo(plain, within(1e-4 * plain + 1e-6));
      assertThat(dz[1] * spread).isCloseTo(dy[1], within(1e-4));
    }
  }

  private static double evaluate(Loss loss, float[] y, float[] t, float[] dy) {
    return loss.evaluate(1, 2, y, t, false, null, dy);
  }
}
