package io.dendrite.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.math.Rng;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DropoutTest {

  /** However the rows are cut into chunks: an element's draw is known by its place in the share. */
  @ParameterizedTest
  @CsvSource({"0, 4, 6", "1, 3, 5", "2, 3, 5", "3, 1, 1", "7, 2, 1", "5, 5, 7"})
  void everyElementHasTheDrawOfItsPlace(int firstRow, int rows, int width) {
    Slot slot = new Slot();
    slot.training = true;
    slot.key = 42;
    slot.firstRow = firstRow;
    slot.rows = rows;
    slot.in = width;
    slot.out = width;
    slot.x = new float[rows * width + 1];
    Arrays.fill(slot.x, 3f);
    slot.y = new float[slot.x.length];
    Layer layer = Ops.layer("dropout", "", Map.of("probability", 0.25));
    layer.forward(slot);
    for (int i = 0; i < rows * width; i++) {
      long place = (long) firstRow * width + i;
      long draw = Rng.bits(42, place / 2);
      long half = place % 2 == 0 ? draw & 0xFFFFFFFFL : draw >>> 32;
      assertThat(slot.y[i]).as("element %d", i).isEqualTo(half < 1L << 30 ? 0f : 4f);
    }
    assertThat(slot.y[rows * width]).as("after the last row").isZero();
  }
}
