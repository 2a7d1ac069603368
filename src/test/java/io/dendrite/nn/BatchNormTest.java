package io.dendrite.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchNormTest {
  private static Slot slot(float... x) {
    Slot s = new Slot();
    s.rows = x.length / 2;
    s.inShape = Shape.flat(2);
    s.outShape = s.inShape;
    s.in = 2;
    s.out = 2;
    s.x = x;
    s.y = new float[x.length];
    s.dy = new float[x.length];
    s.w = new float[] {1, 3, 0, 5, 0, 0, 1, 1};
    s.g = new float[8];
    s.at = new int[] {0, 2, 4, 6};
    s.scratch = new float[8];
    return s;
  }

  @Test
  void trainingNormalisesEvaluationUsesWhatRan() {
    Layer layer = Ops.layer("batch-norm", "", Map.of("epsilon", 1e-12));
    Slot s = slot(1, 10, 3, 30);
    s.training = true;
    layer.forward(s);
    assertThat(s.y).containsExactly(new float[] {-1, 2, 1, 8}, within(1e-6f));
    layer.backward(s);
    // Rows times mean, and rows times the unbiased variance.
    assertThat(s.g).containsExactly(new float[] {0, 0, 0, 0, 4, 40, 4, 400}, within(1e-4f));
    s.training = false;
    s.w = new float[] {1, 3, 0, 5, 1, 20, 4, 100};
    layer.forward(s);
    assertThat(s.y).containsExactly(new float[] {0, 2, 1, 8}, within(1e-6f));
  }

  @Test
  void momentumIsAShare() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ops.layer("batch-norm", "here", Map.of("momentum", 1.5)))
        .withMessageContaining("momentum is 1.5");
  }
}
