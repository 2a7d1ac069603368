package io.dendrite.f64.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.f64.nn.Loss;
import io.dendrite.f64.nn.Op;
import io.dendrite.f64.nn.Slot;
import io.dendrite.math.Blas;
import io.dendrite.math.BlasLibrary;
import io.dendrite.nn.Layer;
import io.dendrite.nn.Ops;
import io.dendrite.nn.Shape;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer and every loss in single precision against its double twin. */
class TwinTest {
  /** Relative, in the Euclidean norm of each array. */
  private static final double TOLERANCE = 1e-5;

  static Stream<LayerSetting> layers() {
    return LayerSetting.samples();
  }

  static Stream<LossSetting> losses() {
    return LossSetting.samples();
  }

  @Test
  void everyOpHasATwin() {
    assertThat(io.dendrite.f64.nn.Ops.layers().stream().map(Op::line))
        .containsExactlyElementsOf(Ops.layers().stream().map(io.dendrite.nn.Op::line).toList());
    assertThat(io.dendrite.f64.nn.Ops.losses().stream().map(Op::line))
        .containsExactlyElementsOf(Ops.losses().stream().map(io.dendrite.nn.Op::line).toList());
  }

  @ParameterizedTest
  @MethodSource("layers")
  void layersAgree(LayerSetting setting) {
    Layer layer = Ops.layer(setting.op().name(), "test", setting.sample().options());
    for (int rows : setting.rows()) {
      if (layer.wholeShares() && rows == 2) {
        // Two normalised elements are -1 and 1; their dx is what cancellation leaves.
        continue;
      }
      for (boolean training : setting.modes()) {
        Random random = new Random(rows);
        Slot twin = setting.slot(rows, training, random);
        twin.dy = LayerSetting.values(random, rows * twin.out);
        io.dendrite.nn.Slot s = single(twin);
        layer.forward(s);
        layer.backward(s);
        setting.layer().forward(twin);
        setting.layer().backward(twin);
        assertClose("y of " + setting, s.y, twin.y);
        assertClose("g of " + setting, s.g, twin.g);
        for (int k = 0; k < s.dxs.length; k++) {
          assertClose("dx of " + setting, s.dxs[k], twin.dxs[k]);
        }
      }
    }
  }

  private static io.dendrite.nn.Slot single(Slot from) {
    io.dendrite.nn.Slot to = new io.dendrite.nn.Slot();
    to.blas = new Blas(BlasLibrary.open("auto").netlib());
    to.rows = from.rows;
    to.firstRow = from.firstRow;
    to.training = from.training;
    to.key = from.key;
    to.inShape = single(from.inShape);
    to.outShape = single(from.outShape);
    to.in = from.in;
    to.out = from.out;
    to.ins = from.ins;
    to.at = from.at;
    to.xs = Arrays.stream(from.xs).map(TwinTest::single).toArray(float[][]::new);
    to.dxs = Arrays.stream(from.dxs).map(TwinTest::single).toArray(float[][]::new);
    to.x = to.xs[0];
    to.dx = to.dxs[0];
    to.y = single(from.y);
    to.dy = single(from.dy);
    to.w = single(from.w);
    to.g = single(from.g);
    to.scratch = single(from.scratch);
    return to;
  }

  private static Shape single(io.dendrite.f64.nn.Shape from) {
    return new Shape(from.channels(), from.height(), from.width());
  }

  private static float[] single(double[] from) {
    float[] to = new float[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = (float) from[i];
    }
    return to;
  }

  private static void assertClose(String name, float[] found, double[] wanted) {
    double difference = 0;
    double norm = 1e-12;
    for (int i = 0; i < wanted.length; i++) {
      difference += (found[i] - wanted[i]) * (found[i] - wanted[i]);
      norm += wanted[i] * wanted[i];
    }
    assertThat(Math.sqrt(difference / norm)).as(name).isLessThanOrEqualTo(TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void lossesAgree(LossSetting setting) {
    io.dendrite.nn.Loss loss = Ops.loss(setting.op().name(), "test", setting.sample().options());
    Loss twin = setting.loss();
    int rows = setting.rows();
    int width = setting.width();
    double[] dy = new double[setting.y().length];
    float[] single = new float[dy.length];
    double wanted =
        twin.evaluate(
            rows, width, setting.y(), setting.targets(), setting.classes(), setting.weights(), dy);
    double found =
        loss.evaluate(
            rows,
            width,
            single(setting.y()),
            single(setting.targets()),
            setting.classes(),
            single(setting.weights()),
            single);
    assertClose("dy of " + setting, single, dy);
    assertThat(Math.abs(found - wanted) / Math.max(1, Math.abs(wanted)))
        .as("%s", setting)
        .isLessThanOrEqualTo(TOLERANCE);
  }
}
