package io.dendrite.f64.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.f64.nn.Layer;
import io.dendrite.f64.nn.Ops;
import io.dendrite.f64.nn.Param;
import io.dendrite.f64.nn.Shape;
import io.dendrite.f64.nn.Slot;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer by itself, in double, on the code that trains. */
class LayerGradientTest {
  /** Points lie within 2 h; kinks are kept farther away. */
  private static final double STEP = 1e-4;

  /**
   * The worst error of every dx, and of g, for f = sum of c y with random c.
   *
   * @param byInputs has the layer a derivative by its inputs?
   */
  private static double worst(Layer layer, Slot s, Random random, boolean byInputs) {
    double[] c = LayerSetting.values(random, s.rows * s.out);
    layer.forward(s);
    s.dy = c.clone();
    layer.backward(s);
    double[] g = s.g.clone();
    DoubleSupplier f =
        () -> {
          layer.forward(s);
          double sum = 0;
          for (int i = 0; i < c.length; i++) {
            sum += c[i] * s.y[i];
          }
          return sum;
        };
    double worst = GradientCheck.worst(f, s.w, learned(layer, s), g, STEP);
    for (int k = 0; byInputs && k < s.xs.length; k++) {
      double[] dx = s.dxs[k].clone();
      double error = GradientCheck.worst(f, s.xs[k], s.xs[k].length, dx, STEP);
      worst = error <= worst ? worst : error;
    }
    // Nobody wants dx: the rest is the same. And gradients add to what is there.
    Arrays.fill(s.dxs, null);
    s.dx = null;
    layer.forward(s);
    if (s.at.length > 0 || s.xs.length > 1) {
      layer.backward(s);
    }
    for (int i = 0; s.at.length > 0 && i < learned(layer, s); i++) {
      double error = Math.abs(s.g[i] - 2 * g[i]) / Math.max(1, Math.abs(g[i]));
      worst = error <= worst ? worst : error;
    }
    return worst;
  }

  /** Elements of w before the first running statistic. */
  private static int learned(Layer layer, Slot s) {
    List<Param> params = layer.params(s.inShape);
    for (int p = 0; p < s.at.length; p++) {
      if (!params.get(p).learned()) {
        return s.at[p];
      }
    }
    return s.w.length;
  }

  static Stream<LayerSetting> samples() {
    return LayerSetting.samples();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void isTheDerivative(LayerSetting setting) {
    for (int rows : setting.rows()) {
      for (boolean training : setting.modes()) {
        Random random = new Random(rows * 31 + setting.shapes()[0].size());
        Slot s = setting.slot(rows, training, random);
        assertThat(worst(setting.layer(), s, random, setting.differentiable()))
            .as("%s, %d rows, %s", setting, rows, training ? "training" : "evaluation")
            .isLessThanOrEqualTo(GradientCheck.TOLERANCE);
      }
    }
  }

  @Test
  void straightThroughHandsTheDeltaOn() {
    Layer layer = Ops.layer("threshold", "test", Map.of("gradient", "straight-through"));
    Slot s = slot(layer, 2, 3, new Random(1));
    s.dy = new double[] {1, 2, 3, 4, 5, 6};
    layer.forward(s);
    layer.backward(s);
    assertThat(s.dx).isEqualTo(s.dy);
    assertThat(s.y).containsOnly(0, 1);
  }

  private static Slot slot(Layer layer, int rows, int width, Random random) {
    return LayerSetting.slot(layer, rows, new Shape[] {Shape.flat(width)}, random);
  }

  /** y = x^2 with a derivative that is wrong by a relative amount. */
  private record Square(double wrong) implements Layer {
    @Override
    public Shape shape(Shape... inputs) {
      return inputs[0];
    }

    @Override
    public void forward(Slot s) {
      for (int i = 0; i < s.rows * s.out; i++) {
        s.y[i] = s.x[i] * s.x[i];
      }
    }

    @Override
    public void backward(Slot s) {
      for (int i = 0; i < s.rows * s.out; i++) {
        s.dx[i] = s.dy[i] * 2 * s.x[i] * (1 + wrong);
      }
    }
  }

  @Test
  void theCheckFindsAWrongDerivative() {
    for (double wrong : new double[] {0, 1e-6, -1e-5, 0.5, -2, Double.NaN}) {
      Layer layer = new Square(wrong);
      Random random = new Random(4);
      double error = worst(layer, slot(layer, 3, 4, random), random, true);
      assertThat(error <= GradientCheck.TOLERANCE).as("%s", wrong).isEqualTo(wrong == 0);
    }
  }
}
