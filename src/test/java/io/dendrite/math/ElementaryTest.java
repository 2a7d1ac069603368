package io.dendrite.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The float functions against StrictMath, over a dense sweep of the floats of either sign. */
class ElementaryTest {
  /** Distance of neighbours in the sweep, in ulps: odd, so that all low bits occur. */
  private static final int STRIDE = 499;

  private static final float LARGEST_ARGUMENT = 110f;

  /** Where tanh saturates: one ulp below 1. */
  private static final float ALMOST_ONE = Math.nextDown(1f);

  private interface FloatMap {
    void apply(float[] x, float[] y, int n);
  }

  private static final FloatMap EXP =
      (x, y, n) -> {
        for (int i = 0; i < n; i++) {
          y[i] = Elementary.exp(x[i]);
        }
      };

  private static float[] sweep() {
    int last = Float.floatToIntBits(LARGEST_ARGUMENT);
    int half = last / STRIDE + 1;
    float[] x = new float[2 * half];
    for (int i = 0; i < half; i++) {
      x[half + i] = Float.intBitsToFloat(i * STRIDE);
      x[half - 1 - i] = -x[half + i];
    }
    return x;
  }

  /** The largest |y - exact| in units of the given size at the exact value. */
  private static double worst(
      FloatMap map, DoubleUnaryOperator exact, DoubleUnaryOperator unit, float[] x) {
    float[] y = new float[x.length];
    map.apply(x, y, x.length);
    double worst = 0;
    for (int i = 0; i < x.length; i++) {
      double wanted = exact.applyAsDouble(x[i]);
      double error = y[i] == (float) wanted ? 0 : Math.abs(y[i] - wanted);
      double units = error / unit.applyAsDouble(wanted);
      assertThat(units).as("error at %s", x[i]).isNotNaN();
      worst = Math.max(worst, units);
    }
    return worst;
  }

  private static double ulp(double exact) {
    return Math.ulp((float) exact);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  @Test
  void expWithinOneUlp() {
    assertThat(worst(EXP, StrictMath::exp, ElementaryTest::ulp, sweep())).isLessThanOrEqualTo(1);
  }

  @Test
  void tanhWithinSixUlp() {
    assertThat(worst(Elementary::tanh, StrictMath::tanh, ElementaryTest::ulp, sweep()))
        .isLessThanOrEqualTo(6);
  }

  @Test
  void sigmoidWithinTwoToTheMinus22() {
    assertThat(worst(Elementary::sigmoid, ElementaryTest::sigmoid, exact -> 0x1p-22, sweep()))
        .isLessThanOrEqualTo(1);
  }

  @Test
  void specialArguments() {
    float[] x = {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      0f,
      -0f,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      Float.MAX_VALUE,
      -Float.MAX_VALUE
    };
    assertExactly(
        EXP,
        x,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        0f,
        1f,
        1f,
        1f,
        1f,
        Float.POSITIVE_INFINITY,
        0f);
    assertExactly(
        Elementary::tanh,
        x,
        Float.NaN,
        ALMOST_ONE,
        -ALMOST_ONE,
        0f,
        -0f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        ALMOST_ONE,
        -ALMOST_ONE);
    float rest = 0.5f - 0.5f * ALMOST_ONE;
    assertExactly(Elementary::sigmoid, x, Float.NaN, 1f, rest, 0.5f, 0.5f, 0.5f, 0.5f, 1f, rest);
  }

  private static void assertExactly(FloatMap map, float[] x, float... wanted) {
    float[] y = new float[x.length];
    map.apply(x, y, x.length);
    for (int i = 0; i < x.length; i++) {
      assertThat(Float.floatToIntBits(y[i]))
          .as("at %s: %s", x[i], y[i])
          .isEqualTo(Float.floatToIntBits(wanted[i]));
    }
  }

  @Test
  void expm1WithinFourUlp() {
    FloatMap expm1 =
        (x, y, n) -> {
          for (int i = 0; i < n; i++) {
            y[i] = Elementary.expm1(x[i]);
          }
        };
    assertThat(worst(expm1, StrictMath::expm1, ElementaryTest::ulp, sweep()))
        .isLessThanOrEqualTo(4);
  }

  @Test
  void subnormalsAndTheEndsOfExp() {
    assertThat(Elementary.exp(88.72283f)).isFinite();
    assertThat(Elementary.exp(88.72284f)).isInfinite();
    assertThat(Elementary.exp(-103.9f)).isEqualTo(Float.MIN_VALUE);
    assertThat(Elementary.exp(-104f)).isZero();
    for (float x = -104f; x < -87f; x += 0.001f) {
      assertThat(Elementary.exp(x)).isEqualTo((float) StrictMath.exp(x));
    }
  }

  /** Neighbouring floats may swap by the error of a few ulp; from there on nothing turns back. */
  @Test
  void staysInRangeAndSaturatesMonotonically() {
    float[] x = sweep();
    float[] y = new float[x.length];
    Elementary.tanh(x, y, x.length);
    assertSaturates(x, y, -1f, 9f, 6 * Math.ulp(1f));
    Elementary.sigmoid(x, y, x.length);
    assertSaturates(x, y, 0f, 18f, 0x1p-22f);
  }

  private static void assertSaturates(
      float[] x, float[] y, float lowest, float from, float tolerance) {
    float greatest = lowest;
    for (int i = 0; i < x.length; i++) {
      assertThat(y[i] >= lowest && y[i] <= 1f).as("range at %s: %s", x[i], y[i]).isTrue();
      assertThat(y[i]).as("at %s", x[i]).isGreaterThanOrEqualTo(greatest - tolerance);
      if (x[i] <= -from) {
        assertThat(y[i]).as("at %s", x[i]).isEqualTo(y[0]);
      }
      if (x[i] >= from) {
        assertThat(y[i]).as("at %s", x[i]).isEqualTo(y[y.length - 1]);
      }
      greatest = Math.max(greatest, y[i]);
    }
  }

  @Test
  void onlyTheFirstElementsAreWritten() {
    float[] y = {5, 5, 5};
    Elementary.tanh(new float[3], y, 2);
    Elementary.sigmoid(new float[3], y, 1);
    assertThat(y).containsExactly(0.5f, 0f, 5f);
  }
}
