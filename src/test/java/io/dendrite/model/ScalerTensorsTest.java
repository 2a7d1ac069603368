package io.dendrite.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.checkpoint.SafeTensors;
import io.dendrite.checkpoint.Tensor;
import io.dendrite.data.DataException;
import io.dendrite.data.Scaler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScalerTensorsTest {
  private static final float[] FILL = {1, 2};
  private static final float[] FACTOR = {3, 4};

  private static Scaler read(List<Tensor> tensors, int inputs) {
    return ScalerTensors.read("m", new SafeTensors.Contents(Map.of(), tensors), inputs);
  }

  @Test
  void comesBackAsItWas() {
    for (float[] shift : new float[][] {{5, 6}, null}) {
      Scaler scaler = read(ScalerTensors.of(new Scaler(FILL, shift, FACTOR)), 2);
      assertThat(scaler.fill()).isEqualTo(FILL);
      assertThat(scaler.shift()).isEqualTo(shift);
      assertThat(scaler.factor()).isEqualTo(FACTOR);
    }
  }

  @Test
  void missingTensorsAndOtherLengthsAreRefused() {
    List<Tensor> whole = ScalerTensors.of(new Scaler(FILL, new float[] {5}, FACTOR));
    assertThatThrownBy(() -> read(whole, 2))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("m: the scaler's tensors scaler/fill")
        .hasMessageContaining("must have 2 numbers each")
        .hasMessageEndingWith("they have [2, 2, 1]");
    for (int left = 0; left < 2; left++) {
      List<Tensor> fewer = new ArrayList<>(whole.subList(0, 2));
      fewer.remove(left);
      String found = left == 0 ? "[none, 2, none]" : "[2, none, none]";
      assertThatThrownBy(() -> read(fewer, 2)).hasMessageEndingWith(found);
    }
    assertThatThrownBy(() -> read(whole.subList(0, 2), 3)).hasMessageEndingWith("[2, 2, none]");
  }
}
