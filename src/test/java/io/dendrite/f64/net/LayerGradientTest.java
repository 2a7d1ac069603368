package io.dendrite.f64.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.f64.math.Blas;
import io.dendrite.f64.nn.Layer;
import io.dendrite.f64.nn.Ops;
import io.dendrite.f64.nn.Param;
import io.dendrite.f64.nn.Shape;
import io.dendrite.f64.nn.Slot;
import io.dendrite.math.BlasLibrary;
import io.dendrite.net.Written;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every layer by itself, in double, on the code that trains. */
class LayerGradientTest {
  /** Points lie within 2 h; kinks are kept farther away. */
  private static final double STEP = 1e-4;

  private static Layer layer(String text) {
    Map<String, Object> options = Written.layer(text);
    return Ops.layer(options.remove("type").toString(), "test", options);
  }

  /** {@code "7"} or {@code "2x5x4"}. */
  private static Shape shape(String text) {
    int[] sizes = Arrays.stream(text.trim().split("x")).mapToInt(Integer::parseInt).toArray();
    return sizes.length == 1 ? Shape.flat(sizes[0]) : new Shape(sizes[0], sizes[1], sizes[2]);
  }

  /**
   * Of either sign, at least 0.05 from 0 (a kink of many layers) and at least 1e-3 apart (a kink of
   * those that choose the greatest).
   */
  private static double[] values(Random random, int n) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      places.add(i);
    }
    Collections.shuffle(places, random);
    double step = Math.max(2e-3, 1.5 / n);
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      double size = 0.05 + step * (places.get(i) + 0.5 * random.nextDouble());
      x[i] = places.get(i) % 2 == 0 ? size : -size;
    }
    return x;
  }

  private static Slot slot(Layer layer, int rows, Shape[] shapes, Random random) {
    Slot s = new Slot();
    s.blas = new Blas(BlasLibrary.open("auto").netlib());
    s.rows = rows;
    s.firstRow = 5;
    s.inShape = shapes[0];
    s.outShape = layer.shape(shapes);
    s.in = s.inShape.size();
    s.out = s.outShape.size();
    s.key = 77;
    s.xs = new double[shapes.length][];
    s.dxs = new double[shapes.length][];
    s.ins = new int[shapes.length];
    int size = 0;
    for (int k = 0; k < shapes.length; k++) {
      s.ins[k] = shapes[k].size();
      size += rows * s.ins[k];
    }
    double[] all = values(random, size);
    int at = 0;
    for (int k = 0; k < shapes.length; k++) {
      s.xs[k] = Arrays.copyOfRange(all, at, at + rows * s.ins[k]);
      s.dxs[k] = new double[rows * s.ins[k]];
      Arrays.fill(s.dxs[k], Double.NaN);
      at += rows * s.ins[k];
    }
    s.x = s.xs[0];
    s.dx = s.dxs[0];
    s.y = new double[rows * s.out];
    s.scratch = new double[layer.scratch(shapes[0])];
    parameters(s, layer.params(shapes[0]), random);
    return s;
  }

  private static void parameters(Slot s, List<Param> params, Random random) {
    s.at = new int[params.size()];
    int size = 3;
    for (int p = 0; p < s.at.length; p++) {
      s.at[p] = size;
      size += params.get(p).size();
    }
    s.w = values(random, size);
    s.g = new double[size];
  }

  /**
   * The worst error of every dx, and of g, for f = sum of c y with random c.
   *
   * @param byInputs has the layer a derivative by its inputs?
   */
  private static double worst(Layer layer, Slot s, Random random, boolean byInputs) {
    double[] c = values(random, s.rows * s.out);
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

  @ParameterizedTest
  @ValueSource(strings = {"7", "2x3x4"})
  void batchNorm(String shape) {
    Layer layer = layer("batch-norm");
    for (int rows : new int[] {2, 5}) {
      Random random = new Random(rows);
      Slot s = slot(layer, rows, new Shape[] {shape(shape)}, random);
      s.training = true;
      assertThat(worst(layer, s, random, true)).isLessThanOrEqualTo(GradientCheck.TOLERANCE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "absval",
        "bias",
        "scale",
        "sigmoid",
        "tanh",
        "relu",
        "leaky-relu",
        "leaky-relu 0.3",
        "prelu",
        "elu",
        "elu 0.4",
        "gelu",
        "softplus",
        "exp",
        "power 2",
        "power 3 scale=0.5 shift=-1",
        "power 1 scale=-2 shift=3",
        "power 0",
        "softmax",
        "layer-norm",
        "layer-norm 0.1",
        "flatten",
        "threshold",
        "threshold 0.01 low=-1",
        "dropout 0",
        "dropout 0.2",
        "dropout 0.9",
        "inner-product 1",
        "inner-product 9",
        "rbm 1",
        "rbm 6"
      })
  void layers(String text) {
    for (String shape : new String[] {"1", "7", "33", "2x3x4", "1x5x1"}) {
      for (int rows : new int[] {1, 2, 5}) {
        check(text, rows, true, shape);
      }
    }
  }

  @Test
  void logarithmsAndBrokenPowersOfPositiveNumbers() {
    for (String text : new String[] {"log", "power 0.5", "power -1", "power 1.7 scale=2"}) {
      Layer layer = layer(text);
      Random random = new Random(3);
      Slot s = slot(layer, 4, new Shape[] {Shape.flat(6)}, random);
      for (int i = 0; i < s.x.length; i++) {
        s.x[i] = Math.abs(s.x[i]) + 0.3;
      }
      assertThat(worst(layer, s, random, true))
          .as(text)
          .isLessThanOrEqualTo(GradientCheck.TOLERANCE);
    }
  }

  @Test
  void layersOfNeighbours() {
    for (int rows : new int[] {1, 3}) {
      check("maxout", rows, true, "6");
      check("maxout 3", rows, true, "6x2x3");
      check("maxout 1", rows, true, "4");
      check("slice begin=0 end=1", rows, true, "5");
      check("slice begin=2 end=5", rows, true, "5");
      check("slice begin=1 end=3", rows, true, "4x3x2");
    }
  }

  @Test
  void layersThatJoin() {
    for (int rows : new int[] {1, 3}) {
      check("concat", rows, true, "3", "1", "4");
      check("concat", rows, true, "2x3x4", "1x3x4");
      for (String operation : new String[] {"sum", "product", "max"}) {
        check("eltwise " + operation, rows, true, "5", "5");
        check("eltwise " + operation, rows, true, "2x3x2", "2x3x2", "2x3x2");
      }
    }
  }

  @Test
  void layersOfImages() {
    for (int rows : new int[] {1, 3}) {
      check("convolution channels=1 kernel=1", rows, true, "1x1x1");
      check("convolution channels=3 kernel=3", rows, true, "2x5x4");
      check("convolution channels=2 kernel=2 stride=2", rows, true, "3x5x7");
      check("convolution channels=2 kernel=3 padding=1", rows, true, "2x3x5");
      check("convolution channels=2 kernel=4 stride=3 padding=3", rows, true, "1x6x5");
      check("pooling", rows, true, "2x4x6");
      check("pooling max size=3 stride=1", rows, true, "2x5x4");
      check("pooling average", rows, true, "2x5x5");
      check("pooling average size=3 stride=2", rows, true, "1x7x6");
    }
  }

  @Test
  void rowsOfATableHaveGradientsButTheirNumbersHaveNot() {
    Layer layer = layer("embed 3 size=5");
    Random random = new Random(1);
    Slot s = slot(layer, 4, new Shape[] {Shape.flat(2)}, random);
    for (int i = 0; i < s.x.length; i++) {
      s.x[i] = random.nextInt(5);
    }
    assertThat(worst(layer, s, random, false)).isLessThanOrEqualTo(GradientCheck.TOLERANCE);
  }

  @Test
  void straightThroughHandsTheDeltaOn() {
    Layer layer = layer("threshold gradient=straight-through");
    Slot s = slot(layer, 2, new Shape[] {Shape.flat(3)}, new Random(1));
    s.dy = new double[] {1, 2, 3, 4, 5, 6};
    layer.forward(s);
    layer.backward(s);
    assertThat(s.dx).isEqualTo(s.dy);
    assertThat(s.y).containsOnly(0, 1);
  }

  private static void check(String text, int rows, boolean byInputs, String... shapes) {
    Layer layer = layer(text);
    Shape[] inputs = Arrays.stream(shapes).map(LayerGradientTest::shape).toArray(Shape[]::new);
    for (boolean training : new boolean[] {true, false}) {
      Random random = new Random(rows * 31 + inputs[0].size());
      Slot s = slot(layer, rows, inputs, random);
      s.training = training;
      assertThat(worst(layer, s, random, byInputs))
          .as("%s, %d rows of %s", text, rows, Arrays.toString(shapes))
          .isLessThanOrEqualTo(GradientCheck.TOLERANCE);
    }
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
      double error =
          worst(layer, slot(layer, 3, new Shape[] {Shape.flat(4)}, random), random, true);
      assertThat(error <= GradientCheck.TOLERANCE).as("%s", wrong).isEqualTo(wrong == 0);
    }
  }
}
