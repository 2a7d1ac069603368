package io.dendrite.f64.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.f64.math.Blas;
import io.dendrite.f64.nn.Layer;
import io.dendrite.f64.nn.Loss;
import io.dendrite.f64.nn.Ops;
import io.dendrite.f64.nn.Param;
import io.dendrite.f64.nn.Slot;
import io.dendrite.math.BlasLibrary;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every layer and loss by itself, in double, on the code that trains. */
class LayerGradientTest {
  private static final double STEP = 1e-3;

  /** The worst error of dx and of g for f = sum of c y with random c; kinks at 0 are kept away. */
  private static double worst(Layer layer, int rows, int in, boolean training) {
    Random random = new Random(rows * 31 + in);
    Slot s = new Slot();
    s.blas = new Blas(BlasLibrary.open("auto").netlib());
    s.rows = rows;
    s.firstRow = 5;
    s.in = in;
    s.out = layer.width(in);
    s.training = training;
    s.key = 77;
    s.x = awayFromZero(random, rows * in);
    s.y = new double[rows * s.out];
    s.dx = new double[rows * in];
    List<Param> params = layer.params(in);
    s.at = new int[params.size()];
    int size = 3;
    for (int p = 0; p < s.at.length; p++) {
      s.at[p] = size;
      size += params.get(p).size();
    }
    s.w = awayFromZero(random, size);
    s.g = new double[size];
    double[] c = awayFromZero(random, rows * s.out);
    layer.forward(s);
    s.dy = c.clone();
    layer.backward(s);
    java.util.function.DoubleSupplier f =
        () -> {
          layer.forward(s);
          double sum = 0;
          for (int i = 0; i < c.length; i++) {
            sum += c[i] * s.y[i];
          }
          return sum;
        };
    double byInput = GradientCheck.worst(f, s.x, s.x.length, s.dx.clone(), STEP);
    return Math.max(byInput, GradientCheck.worst(f, s.w, size, s.g.clone(), STEP));
  }

  private static double[] awayFromZero(Random random, int n) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = (random.nextBoolean() ? 1 : -1) * (0.05 + 1.5 * random.nextDouble());
    }
    return x;
  }

  private static Layer layer(String type, Object... option) {
    return Ops.layer(type, "test", option.length == 0 ? Map.of() : Map.of("", option[0]));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,7", "5,1", "4,3", "2,33", "17,5"})
  void layers(int rows, int in) {
    for (String type : new String[] {"relu", "sigmoid", "tanh"}) {
      assertThat(worst(layer(type), rows, in, true))
          .as(type)
          .isLessThanOrEqualTo(GradientCheck.TOLERANCE);
    }
    for (Object units : new Object[] {1, 2, 9}) {
      assertThat(worst(layer("inner-product", units), rows, in, true))
          .as("inner-product")
          .isLessThanOrEqualTo(GradientCheck.TOLERANCE);
    }
    for (Object probability : new Object[] {0, 0.2, 0.5, 0.9}) {
      for (boolean training : new boolean[] {true, false}) {
        assertThat(worst(layer("dropout", probability), rows, in, training))
            .as("dropout")
            .isLessThanOrEqualTo(GradientCheck.TOLERANCE);
      }
    }
  }

  /** y = x^2 with a derivative that is wrong by a relative amount. */
  private record Square(double wrong) implements Layer {
    @Override
    public int width(int input) {
      return input;
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
    assertThat(worst(new Square(0), 3, 4, true)).isLessThanOrEqualTo(GradientCheck.TOLERANCE);
    for (double wrong : new double[] {1e-6, -1e-5, 0.5, -2, Double.NaN}) {
      assertThat(worst(new Square(wrong), 3, 4, true) <= GradientCheck.TOLERANCE).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"softmax", "hinge", "euclidean", "euclidean of values"})
  void losses(String name) {
    Loss loss = Ops.loss(name.split(" ")[0], "test", Map.of());
    boolean classes = !name.contains("values");
    for (int[] shape : new int[][] {{1, 2}, {1, 9}, {6, 3}, {4, 40}, {3, 1}}) {
      int rows = shape[0];
      int width = shape[1];
      Random random = new Random(width);
      double[] y = new double[rows * width];
      double[] targets = new double[classes ? rows : rows * width];
      double[] weights = new double[rows];
      for (int i = 0; i < y.length; i++) {
        // No two scores of a row differ by 1 (a kink of the hinge) to less than 0.02.
        y[i] = 0.05 * random.nextInt(60) + 0.01 * random.nextDouble();
      }
      for (int row = 0; row < rows; row++) {
        weights[row] = row == 1 ? 0 : 0.3 + random.nextDouble();
        if (classes) {
          targets[row] = random.nextInt(width);
          y[row * width + (int) targets[row]] += 0.025;
        }
      }
      for (int i = 0; i < targets.length && !classes; i++) {
        targets[i] = random.nextGaussian();
      }
      for (double[] w : new double[][] {null, weights}) {
        double[] dy = new double[y.length];
        double value = loss.evaluate(rows, width, y, targets, classes, w, dy);
        java.util.function.DoubleSupplier f =
            () -> loss.evaluate(rows, width, y, targets, classes, w, null);
        assertThat(f.getAsDouble()).isEqualTo(value);
        assertThat(GradientCheck.worst(f, y, y.length, dy, STEP))
            .as("%s of %s x %s", name, rows, width)
            .isLessThanOrEqualTo(GradientCheck.TOLERANCE);
      }
    }
  }
}
