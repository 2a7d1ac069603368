package io.dendrite.f64.net;

import static org.assertj.core.api.Assertions.assertThat;

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
  /**
   * To rounding: the same products, added in another order. The dense gradient is the one that the
   * differences confirm.
   */
  @Test
  void sparseRowsGiveTheGradientOfDenseOnes() {
    for (int inputs : new int[] {3, 64, 130, 2000}) {
      NetSetting s =
          new NetSetting(
              "inner-product 21, tanh, inner-product 4 | softmax | 7 x " + inputs + " -> 4");
      Random random = new Random(inputs);
      for (int i = 0; i < s.x.length; i++) {
        s.x[i] = i / inputs == 2 || random.nextInt(inputs) > 20 ? 0 : s.x[i];
      }
      Workspace sparse = new Workspace(s.net, true, false, true, s.rows, NetSetting.blas());
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
        assertThat(sparse.gradient(s.w, g, s.rows, 3, true, NetSetting.KEY))
            .isCloseTo(loss, org.assertj.core.api.Assertions.withinPercentage(1e-12));
        for (int i = 0; i < g.length; i++) {
          assertThat(g[i]).isCloseTo(expected[i], org.assertj.core.api.Assertions.within(1e-13));
        }
      }
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
        "inner-product 5, sigmoid, dropout 0.5 | euclidean | 3 x 2 -> 5",
        "inner-product 1 | sigmoid | 4 x 3 -> 2",
        "inner-product 4, tanh, inner-product 1 | hinge norm=2 | 4 x 3 -> 2",
        "inner-product 3 | softmax smoothing=0.2 | 4 x 3 -> 3",
        "slice begin=0 end=2 name=l from=input, inner-product 3 name=a, slice begin=2 end=4 name=r from=input,"
            + " inner-product 3 name=b share=a, concat from=a+b, tanh | contrastive margin=4 | 4 x 4 -> 2",
        // A skip connection; two towers; three readers of one value; one input twice.
        "inner-product 4 name=a, tanh, inner-product 4 name=b, eltwise sum from=a+b | softmax | 3 x 5 -> 4",
        "inner-product 3 name=a from=input, tanh name=ta, inner-product 2 name=b from=input, sigmoid name=sb,"
            + " concat from=ta+sb, inner-product 2 | euclidean values | 4 x 3 -> 2",
        "tanh name=t, eltwise product from=t+input name=p, eltwise sum from=t+p+input, inner-product 2"
            + " | softmax | 4 x 3 -> 2",
        "inner-product 3 name=a, eltwise product from=a+a | euclidean values | 3 x 2 -> 3",
        // Shared parameters, of a layer that is not read by the other, and of one that is.
        "inner-product 3 name=a from=input, sigmoid name=s, inner-product 3 name=b share=a from=input,"
            + " eltwise product from=s+b | euclidean values | 3 x 2 -> 3",
        "inner-product 4 name=a, tanh, inner-product 4 share=a | softmax | 3 x 4 -> 4",
        "slice begin=0 end=2 name=l from=input, inner-product 3 name=a, slice begin=2 end=4 name=r from=input,"
            + " inner-product 3 name=b share=a, concat from=a+b, gelu, inner-product 2 | softmax | 5 x 4 -> 2",
        "convolution channels=3 kernel=3 padding=1, tanh, pooling average, convolution channels=2 kernel=2, softplus,"
            + " flatten, layer-norm, inner-product 3 | softmax | 2 x 2*6*4 -> 3",
        "convolution channels=2 kernel=2 name=a, scale, bias, elu, inner-product 3 | softmax | 3 x 1*4*4 -> 3"
      })
  void gradient(String text) {
    NetSetting s = new NetSetting(text).smooth();
    for (boolean weighted : new boolean[] {false, true}) {
      Workspace space = s.workspace(true);
      double[] g = new double[s.w.length];
      s.gradient(space, g, weighted);
      double[] dx = space.inputDelta().clone();
      double[] ignored = new double[s.w.length];
      assertThat(
              GradientCheck.worst(
                  () -> s.gradient(space, ignored, weighted), s.w, s.w.length, g, NetSetting.STEP))
          .as("by the parameters")
          .isLessThanOrEqualTo(GradientCheck.TOLERANCE);
      assertThat(
              GradientCheck.worst(
                  () -> s.gradient(space, ignored, weighted), s.x, s.x.length, dx, NetSetting.STEP))
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
      String text, NetSetting s, boolean weighted, double[] g, double[] dx) {
    io.dendrite.net.Net net =
        new io.dendrite.net.Net(
            io.dendrite.net.NetSpec.of(
                s.classes
                    ? io.dendrite.net.Purpose.CLASSIFICATION
                    : io.dendrite.net.Purpose.REGRESSION,
                s.shape,
                s.layers,
                s.loss),
            s.inputs,
            s.outputs);
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
    space.gradient(w, gf, s.rows, 3, weighted, NetSetting.KEY);
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
  void buffersOfGraphsAreSharedRightly() {
    Random random = new Random(11);
    for (int trial = 0; trial < 300; trial++) {
      StringBuilder layers = new StringBuilder("inner-product 4 name=n0");
      List<String> unread = new ArrayList<>(List.of("n0"));
      int n = 1 + random.nextInt(12);
      for (int i = 1; i <= n; i++) {
        String a = random.nextBoolean() ? unread.get(0) : "n" + random.nextInt(i);
        String b = random.nextInt(4) == 0 ? "input" : "n" + random.nextInt(i);
        String[] ops = {"tanh", "sigmoid", "inner-product 4", "dropout 0.3", "gelu"};
        String[] joins = {"eltwise sum", "eltwise product", "eltwise max"};
        boolean join = random.nextBoolean();
        layers.append(", ").append(join ? joins[random.nextInt(3)] : ops[random.nextInt(5)]);
        layers.append(" name=n").append(i).append(" from=").append(a).append(join ? "+" + b : "");
        unread.removeAll(join ? List.of(a, b) : List.of(a));
        unread.add("n" + i);
      }
      if (unread.size() > 1) {
        layers.append(", eltwise sum from=").append(String.join("+", unread));
      }
      assertSameAsSeparate(
          new NetSetting(layers + " | euclidean values | " + (1 + random.nextInt(3)) + " x 4 -> 4"),
          random.nextBoolean());
    }
  }

  private static void assertSameAsSeparate(NetSetting s, boolean weighted) {
    SeparateBuffers reference = new SeparateBuffers(s);
    double loss = reference.gradient(weighted);
    for (boolean inputDelta : new boolean[] {true, false}) {
      Workspace space = s.workspace(inputDelta);
      for (int repeat = 0; repeat < 2; repeat++) {
        double[] g = new double[s.w.length];
        assertThat(s.gradient(space, g, weighted)).as("%s", s.layers).isEqualTo(loss);
        assertThat(g).as("%s", s.layers).isEqualTo(reference.g);
        if (inputDelta) {
          assertThat(java.util.Arrays.copyOf(space.inputDelta(), s.x.length))
              .as("%s", s.layers)
              .isEqualTo(reference.inputDelta());
        }
      }
    }
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
      NetSetting s = new NetSetting(shape(layers, losses[random.nextInt(4)], random, outputs));
      assertSameAsSeparate(s, random.nextBoolean());
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
      NetSetting s = new NetSetting(text);
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
    NetSetting s =
        new NetSetting(
            "inner-product 6, tanh, dropout 0.5, inner-product 4 | euclidean values | 7 x 3 -> 4");
    double[] whole = new double[s.w.length];
    double loss = s.gradient(s.workspace(false), whole, true);
    double[] g = new double[s.w.length];
    Workspace space = new Workspace(s.net, true, false, false, 3, NetSetting.blas());
    double sum = 0;
    for (int row = 0; row < 7; row += 3) {
      int rows = Math.min(3, 7 - row);
      System.arraycopy(s.x, row * 3, space.x, 0, rows * 3);
      System.arraycopy(s.targets, row * 4, space.targets, 0, rows * 4);
      System.arraycopy(s.weights, row, space.weights, 0, rows);
      sum += space.gradient(s.w, g, rows, 3 + row, true, NetSetting.KEY);
    }
    assertThat(sum).isCloseTo(loss, org.assertj.core.api.Assertions.withinPercentage(1e-12));
    for (int i = 0; i < g.length; i++) {
      // A sum of 7 products, rounded in another grouping.
      assertThat(g[i]).isCloseTo(whole[i], org.assertj.core.api.Assertions.within(1e-14 * 100));
    }
  }
}
