package io.dendrite.f64.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.f64.math.Blas;
import io.dendrite.f64.math.Rng;
import io.dendrite.f64.nn.Slot;
import io.dendrite.math.BlasLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole nets in double: numerical gradient by all parameters and inputs; float against double; the
 * shared buffers against one buffer for each value.
 */
class NetGradientTest {
  private static final long KEY = 99;

  /** Kinks (relu at 0, hinge at margin 0) must be farther than this; the points lie within 2h. */
  private static final double STEP = 1e-4;

  private static final double KINK = 2e-3;

  private static Blas blas() {
    return new Blas(BlasLibrary.open("auto").netlib());
  }

  /**
   * "layer, layer, ... | loss | rows x inputs -> outputs", "values" after the loss for regression.
   */
  private static final class Setting {
    final List<String> layers;
    final String loss;
    final boolean classes;
    final int rows;
    final int inputs;
    final int outputs;
    final Net net;
    double[] w;
    double[] x;
    double[] targets;
    double[] weights;

    Setting(String text) {
      String[] parts = text.split("\\s*\\|\\s*");
      layers = List.of(parts[0].split(",\\s*"));
      loss = parts[1].split(" ")[0];
      classes = !parts[1].endsWith(" values");
      String[] sizes = parts[2].split(" x | -> ");
      rows = Integer.parseInt(sizes[0]);
      inputs = Integer.parseInt(sizes[1]);
      outputs = Integer.parseInt(sizes[2]);
      net = new Net(NetSpec.of(layers, loss, classes), inputs, outputs);
      draw(1);
    }

    /** Draws until no kink is near. */
    Setting smooth() {
      for (long seed = 2; nearestKink() < KINK; seed++) {
        assertThat(seed).as("draws").isLessThan(1000);
        draw(seed);
      }
      return this;
    }

    private void draw(long seed) {
      Random random = new Random(seed);
      w = net.init(seed);
      for (int i = 0; i < w.length; i++) {
        w[i] = (float) (w[i] + 0.1 * random.nextGaussian());
      }
      x = new double[rows * inputs];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) random.nextGaussian();
      }
      targets = new double[rows * net.targetWidth()];
      for (int i = 0; i < targets.length; i++) {
        targets[i] = classes ? random.nextInt(outputs) : (float) random.nextGaussian();
      }
      weights = new double[rows];
      for (int i = 0; i < rows; i++) {
        weights[i] = 0.25 * (1 + random.nextInt(8));
      }
    }

    private double nearestKink() {
      double nearest = Double.POSITIVE_INFINITY;
      Reference reference = new Reference(this);
      reference.gradient(false);
      for (int i = 0; i < layers.size(); i++) {
        if (layers.get(i).equals("relu")) {
          for (double v : reference.values[i]) {
            nearest = Math.min(nearest, Math.abs(v));
          }
        }
      }
      double[] y = reference.values[layers.size()];
      for (int i = 0; loss.equals("hinge") && i < y.length; i++) {
        int target = i / outputs * outputs + (int) targets[i / outputs];
        nearest = i == target ? nearest : Math.min(nearest, Math.abs(1 + y[i] - y[target]));
      }
      return nearest;
    }

    Workspace workspace(boolean inputDelta) {
      return new Workspace(net, true, inputDelta, false, rows, blas());
    }

    double gradient(Workspace space, double[] g, boolean weighted) {
      System.arraycopy(x, 0, space.x, 0, x.length);
      System.arraycopy(targets, 0, space.targets, 0, targets.length);
      System.arraycopy(weights, 0, space.weights, 0, rows);
      return space.gradient(w, g, rows, 3, weighted, KEY);
    }
  }

  /**
   * To rounding: the same products, added in another order. The dense gradient is the one that the
   * differences confirm.
   */
  @Test
  void sparseRowsGiveTheGradientOfDenseOnes() {
    for (int inputs : new int[] {3, 64, 130, 2000}) {
      Setting s =
          new Setting(
              "inner-product 21, tanh, inner-product 4 | softmax | 7 x " + inputs + " -> 4");
      Random random = new Random(inputs);
      for (int i = 0; i < s.x.length; i++) {
        s.x[i] = i / inputs == 2 || random.nextInt(inputs) > 20 ? 0 : s.x[i];
      }
      Workspace sparse = new Workspace(s.net, true, false, true, s.rows, blas());
      for (int chunk = 0; chunk < 3; chunk++) {
        s.x[chunk] = chunk;
        double[] expected = new double[s.w.length];
        double[] g = new double[s.w.length];
        double loss = s.gradient(s.workspace(false), expected, true);
        for (int row = 0; row < s.rows; row++) {
          sparse.sparse.begin(row);
          for (int j = 0; j < inputs; j++) {
            if (s.x[row * inputs + j] != 0) {
              sparse.sparse.add(j, s.x[row * inputs + j]);
            }
          }
        }
        System.arraycopy(s.targets, 0, sparse.targets, 0, s.targets.length);
        System.arraycopy(s.weights, 0, sparse.weights, 0, s.rows);
        assertThat(sparse.gradient(s.w, g, s.rows, 3, true, KEY))
            .isCloseTo(loss, org.assertj.core.api.Assertions.withinPercentage(1e-12));
        for (int i = 0; i < g.length; i++) {
          assertThat(g[i]).isCloseTo(expected[i], org.assertj.core.api.Assertions.within(1e-13));
        }
      }
    }
  }

  /** Both passes with a buffer for each value and delta. */
  private static final class Reference {
    final Setting setting;
    final double[][] values;
    final double[][] deltas;
    final double[] g;

    Reference(Setting setting) {
      this.setting = setting;
      int n = setting.net.nodes().size();
      values = new double[n + 1][];
      deltas = new double[n + 1][];
      for (int i = 0; i <= n; i++) {
        int width = i == 0 ? setting.inputs : setting.net.nodes().get(i - 1).out();
        values[i] = new double[setting.rows * width];
        deltas[i] = new double[setting.rows * width];
      }
      g = new double[setting.w.length];
    }

    double gradient(boolean weighted) {
      int n = values.length - 1;
      System.arraycopy(setting.x, 0, values[0], 0, setting.x.length);
      for (int i = 0; i < n; i++) {
        setting.net.nodes().get(i).layer().forward(slot(i));
      }
      double loss =
          setting
              .net
              .loss()
              .evaluate(
                  setting.rows,
                  setting.outputs,
                  values[n],
                  setting.targets,
                  setting.classes,
                  weighted ? setting.weights : null,
                  deltas[n]);
      for (int i = n - 1; i >= 0; i--) {
        setting.net.nodes().get(i).layer().backward(slot(i));
      }
      return loss;
    }

    private Slot slot(int i) {
      Node node = setting.net.nodes().get(i);
      Slot s = new Slot();
      s.blas = blas();
      s.rows = setting.rows;
      s.firstRow = 3;
      s.in = node.in();
      s.out = node.out();
      s.x = values[i];
      s.y = values[i + 1];
      s.dx = deltas[i];
      s.dy = deltas[i + 1];
      s.w = setting.w;
      s.g = g;
      s.at = node.at();
      s.training = true;
      s.key = Rng.key(KEY, i);
      return s;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inner-product 3 | softmax | 4 x 5 -> 3",
        "inner-product 3 | euclidean | 4 x 5 -> 3",
        "inner-product 3 | euclidean values | 4 x 5 -> 3",
        "inner-product 3 | hinge | 4 x 5 -> 3",
        "inner-product 1 | euclidean values | 1 x 1 -> 1",
        "inner-product 1, tanh, inner-product 2 | softmax | 1 x 1 -> 2",
        "inner-product 40, sigmoid, inner-product 30 | softmax | 2 x 20 -> 30",
        "inner-product 12, relu, inner-product 10 | hinge | 5 x 8 -> 10",
        "inner-product 6, tanh, dropout 0.5, inner-product 4 | softmax | 7 x 3 -> 4",
        "dropout 0.2, inner-product 5, relu, inner-product 2 | softmax | 5 x 6 -> 2",
        "sigmoid, inner-product 3 | softmax | 3 x 4 -> 3",
        "inner-product 6, inner-product 5, inner-product 4, inner-product 3, inner-product 2"
            + " | euclidean values | 3 x 4 -> 2",
        "inner-product 7, relu, inner-product 6, tanh, inner-product 5, sigmoid, inner-product 6,"
            + " dropout 0.3, inner-product 3 | softmax | 6 x 4 -> 3",
        "inner-product 4, tanh | euclidean values | 3 x 2 -> 4",
        "inner-product 5, sigmoid, dropout 0.5 | euclidean | 3 x 2 -> 5"
      })
  void gradient(String text) {
    Setting s = new Setting(text).smooth();
    for (boolean weighted : new boolean[] {false, true}) {
      Workspace space = s.workspace(true);
      double[] g = new double[s.w.length];
      s.gradient(space, g, weighted);
      double[] dx = space.inputDelta().clone();
      double[] ignored = new double[s.w.length];
      assertThat(
              GradientCheck.worst(
                  () -> s.gradient(space, ignored, weighted), s.w, s.w.length, g, STEP))
          .as("by the parameters")
          .isLessThanOrEqualTo(GradientCheck.TOLERANCE);
      assertThat(
              GradientCheck.worst(
                  () -> s.gradient(space, ignored, weighted), s.x, s.x.length, dx, STEP))
          .as("by the inputs")
          .isLessThanOrEqualTo(GradientCheck.TOLERANCE);
      // The first layer's dx is not computed when nobody wants it; the rest is the same.
      double[] without = new double[s.w.length];
      s.gradient(s.workspace(false), without, weighted);
      assertThat(without).isEqualTo(g);
      assertFloatAgrees(text, s, weighted, g, dx);
    }
  }

  /** |float - double| over |double| <= 1e-5 for each tensor and for dx, in the Euclidean norm. */
  private static void assertFloatAgrees(
      String text, Setting s, boolean weighted, double[] g, double[] dx) {
    io.dendrite.net.Net net =
        new io.dendrite.net.Net(
            io.dendrite.net.NetSpec.of(s.layers, s.loss, s.classes), s.inputs, s.outputs);
    io.dendrite.net.Workspace space =
        new io.dendrite.net.Workspace(
            net,
            true,
            true,
            false,
            s.rows,
            new io.dendrite.math.Blas(BlasLibrary.open("auto").netlib()));
    float[] w = floats(s.w);
    float[] gf = new float[w.length];
    System.arraycopy(floats(s.x), 0, space.x, 0, s.x.length);
    System.arraycopy(floats(s.targets), 0, space.targets, 0, s.targets.length);
    System.arraycopy(floats(s.weights), 0, space.weights, 0, s.rows);
    space.gradient(w, gf, s.rows, 3, weighted, KEY);
    for (TensorSpec tensor : s.net.tensors()) {
      assertThat(distance(gf, g, tensor.at(), tensor.size()))
          .as("float gradient of %s", tensor.name())
          .isLessThanOrEqualTo(1e-5);
    }
    assertThat(distance(space.inputDelta(), dx, 0, s.x.length)).isLessThanOrEqualTo(1e-5);
  }

  private static float[] floats(double[] from) {
    float[] to = new float[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = (float) from[i];
    }
    return to;
  }

  private static double distance(float[] a, double[] b, int at, int n) {
    double difference = 0;
    double norm = 1e-12;
    for (int i = at; i < at + n; i++) {
      difference += (a[i] - b[i]) * (a[i] - b[i]);
      norm += b[i] * b[i];
    }
    return Math.sqrt(difference / norm);
  }

  @Test
  void sharedBuffersGiveTheSameBitsAsSeparateOnes() {
    Random random = new Random(7);
    String[] maps = {"sigmoid", "tanh", "relu", "dropout 0.5"};
    String[] losses = {"softmax", "hinge", "euclidean", "euclidean values"};
    for (int trial = 0; trial < 300; trial++) {
      List<String> layers = new ArrayList<>();
      int outputs = 2 + random.nextInt(5);
      for (int i = random.nextInt(12); i > 0; i--) {
        layers.add(
            random.nextBoolean()
                ? "inner-product " + (1 + random.nextInt(20))
                : maps[random.nextInt(4)]);
      }
      layers.add("inner-product " + outputs);
      for (int i = random.nextInt(3); i > 0; i--) {
        layers.add(maps[random.nextInt(4)]);
      }
      Setting s = new Setting(shape(layers, losses[random.nextInt(4)], random, outputs));
      Reference reference = new Reference(s);
      boolean weighted = random.nextBoolean();
      double loss = reference.gradient(weighted);
      for (boolean inputDelta : new boolean[] {true, false}) {
        Workspace space = s.workspace(inputDelta);
        for (int repeat = 0; repeat < 2; repeat++) {
          double[] g = new double[s.w.length];
          assertThat(s.gradient(space, g, weighted)).as("%s", layers).isEqualTo(loss);
          assertThat(g).as("%s", layers).isEqualTo(reference.g);
          if (inputDelta) {
            assertThat(java.util.Arrays.copyOf(space.inputDelta(), s.x.length))
                .as("%s", layers)
                .isEqualTo(reference.deltas[0]);
          }
        }
      }
    }
  }

  private static String shape(List<String> layers, String loss, Random random, int outputs) {
    return String.join(", ", layers)
        + " | "
        + loss
        + " | "
        + (1 + random.nextInt(4))
        + " x "
        + (1 + random.nextInt(9))
        + " -> "
        + outputs;
  }

  @Test
  void layersBeforeTheFirstParameterNeedNoBackward() {
    for (String text :
        new String[] {
          "dropout 0.2, inner-product 2 | softmax | 3 x 4 -> 2",
          "relu, tanh, sigmoid, dropout 0.1, inner-product 2 | softmax | 3 x 4 -> 2",
          "tanh | softmax | 3 x 2 -> 2"
        }) {
      Setting s = new Setting(text);
      double[] with = new double[s.w.length];
      double[] without = new double[s.w.length];
      double loss = s.gradient(s.workspace(true), with, false);
      assertThat(s.gradient(s.workspace(false), without, false)).isEqualTo(loss);
      assertThat(without).isEqualTo(with);
    }
  }

  /**
   * Exactly: the sum runs over the same rows, only grouped; dyadic numbers add without rounding.
   */
  @Test
  void chunksAddUpToTheWholeBatch() {
    Setting s =
        new Setting(
            "inner-product 6, tanh, dropout 0.5, inner-product 4 | euclidean values | 7 x 3 -> 4");
    double[] whole = new double[s.w.length];
    double loss = s.gradient(s.workspace(false), whole, true);
    double[] g = new double[s.w.length];
    Workspace space = new Workspace(s.net, true, false, false, 3, blas());
    double sum = 0;
    for (int row = 0; row < 7; row += 3) {
      int rows = Math.min(3, 7 - row);
      System.arraycopy(s.x, row * 3, space.x, 0, rows * 3);
      System.arraycopy(s.targets, row * 4, space.targets, 0, rows * 4);
      System.arraycopy(s.weights, row, space.weights, 0, rows);
      sum += space.gradient(s.w, g, rows, 3 + row, true, KEY);
    }
    assertThat(sum).isCloseTo(loss, org.assertj.core.api.Assertions.withinPercentage(1e-12));
    for (int i = 0; i < g.length; i++) {
      // A sum of 7 products, rounded in another grouping.
      assertThat(g[i]).isCloseTo(whole[i], org.assertj.core.api.Assertions.within(1e-14 * 100));
    }
  }
}
