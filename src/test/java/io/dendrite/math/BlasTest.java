package io.dendrite.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every BLAS against a naive product in double. */
class BlasTest {
  private static final int[] SIZES = {1, 2, 3, 17, 64, 129};

  /** The system's library may be absent: then its tests are skipped, saying so. */
  private static Blas open(String choice) {
    try {
      return new Blas(BlasLibrary.open(choice).netlib());
    } catch (IllegalStateException e) {
      System.err.println("SKIPPED: no " + choice + " BLAS here: " + e.getMessage());
      Assumptions.assumeTrue(!choice.equals("system"), e.getMessage());
      throw e;
    }
  }

  /** One product with matrices somewhere inside their arrays. */
  private record Case(boolean ta, boolean tb, int m, int n, int k, float alpha, float beta) {
    void check(Blas blas, Random random) {
      int aAt = random.nextInt(5);
      int bAt = random.nextInt(5);
      int cAt = random.nextInt(5);
      float[] a = floats(random, aAt + m * k + random.nextInt(5));
      float[] b = floats(random, bAt + k * n + random.nextInt(5));
      float[] c = floats(random, cAt + m * n + random.nextInt(5));
      float[] got = c.clone();
      blas.gemm(ta, tb, m, n, k, alpha, a, aAt, b, bAt, beta, got, cAt);
      for (int i = 0; i < c.length; i++) {
        if (i < cAt || i >= cAt + m * n) {
          assertThat(got[i]).as("%s: outside C at %s", this, i).isEqualTo(c[i]);
          continue;
        }
        int row = (i - cAt) / n;
        int column = (i - cAt) % n;
        double sum = 0;
        double magnitude = Math.abs(beta * c[i]);
        for (int l = 0; l < k; l++) {
          double x = a[aAt + (ta ? l * m + row : row * k + l)];
          double y = b[bAt + (tb ? column * k + l : l * n + column)];
          sum += x * y;
          magnitude += Math.abs(alpha * x * y);
        }
        // Rounding of k products and sums in whatever order: at most (k + 2) half-ulps of the sum
        // of magnitudes.
        double bound = (k + 2) * 0x1p-24 * magnitude;
        double wanted = alpha * sum + (double) beta * c[i];
        assertThat(Math.abs(got[i] - wanted) <= bound)
            .as("%s at %s,%s: %s, wanted %s", this, row, column, got[i], wanted)
            .isTrue();
      }
    }
  }

  private static float[] floats(Random random, int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = 2 * random.nextFloat() - 1;
    }
    return x;
  }

  @ParameterizedTest
  @ValueSource(strings = {"bundled", "java", "system"})
  void agreesWithTheNaiveProduct(String choice) {
    Blas blas = open(choice);
    Random random = new Random(1);
    float[][] factors = {{1, 0}, {1, 1}, {-0.5f, 2}};
    for (boolean ta : new boolean[] {false, true}) {
      for (boolean tb : new boolean[] {false, true}) {
        for (int m : SIZES) {
          for (int n : SIZES) {
            for (int k : SIZES) {
              float[] f = factors[(m + n + k) % 3];
              new Case(ta, tb, m, n, k, f[0], f[1]).check(blas, random);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bundled", "java", "system"})
  void threadsDoNotDisturbEachOther(String choice) throws Exception {
    Blas blas = open(choice);
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CountDownLatch start = new CountDownLatch(threads);
    List<Future<?>> running = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int seed = t;
      Callable<Void> work =
          () -> {
            Random random = new Random(seed);
            start.countDown();
            start.await();
            for (int i = 0; i < 10; i++) {
              new Case(i % 2 == 0, i % 4 < 2, 33 + seed, 65 - seed, 97, 1, i % 3)
                  .check(blas, random);
            }
            return null;
          };
      running.add(pool.submit(work));
    }
    for (Future<?> one : running) {
      one.get();
    }
    pool.shutdown();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bundled", "java", "system"})
  void withBetaZeroOldContentsDoNotMatter(String choice) {
    float[] c = {Float.NaN, Float.NaN};
    open(choice)
        .gemm(false, false, 2, 1, 1, 1f, new float[] {2, 3}, 0, new float[] {5}, 0, 0f, c, 0);
    assertThat(c).containsExactly(10f, 15f);
  }

  @Test
  void matricesMustLieWithinTheirArrays() {
    float[] six = new float[6];
    float[] eight = new float[8];
    float[] twelve = new float[12];
    refused("A", 3, 4, 2, new float[5], 0, eight, 0, twelve, 0);
    refused("A", 3, 4, 2, six, 1, eight, 0, twelve, 0);
    refused("A", 3, 4, 2, six, -1, eight, 0, twelve, 0);
    refused("B", 3, 4, 2, six, 0, new float[7], 0, twelve, 0);
    refused("B", 3, 4, 2, six, 0, eight, -1, twelve, 0);
    refused("C", 3, 4, 2, six, 0, eight, 0, new float[11], 0);
    refused("C", 3, 4, 2, six, 0, eight, 0, twelve, 1);
    refused("C", 3, 4, 2, six, 0, eight, 0, twelve, -2);
    refused("A", 0, 4, 2, six, 0, eight, 0, twelve, 0);
    refused("B", 3, 0, 2, six, 0, eight, 0, twelve, 0);
    refused("A", 3, 4, 0, six, 0, eight, 0, twelve, 0);
    refused("A", 1 << 16, 4, 1 << 16, six, 0, eight, 0, twelve, 0);
    refused("A", 3, 4, 2, six, Integer.MAX_VALUE, eight, 0, twelve, 0);
    refused("B", 1, 1 << 16, 1 << 16, new float[1 << 16], 0, eight, 0, twelve, 0);
    new Blas(JavaBLAS.getInstance())
        .gemm(false, false, 3, 4, 2, 1f, six, 0, eight, 0, 0f, twelve, 0);
  }

  private static void refused(
      String which,
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] c,
      int cAt) {
    Blas blas = new Blas(JavaBLAS.getInstance());
    for (boolean ta : new boolean[] {false, true}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> blas.gemm(ta, false, m, n, k, 1f, a, aAt, b, bAt, 0f, c, cAt))
          .withMessageStartingWith("matrix " + which + " of ");
    }
  }

  @Test
  void worksAfterNetlibWasTouchedAndLeavesItsPropertyAlone() {
    String property = "dev.ludovic.netlib.blas.nativeLibPath";
    assertThat(BLAS.getInstance()).isNotNull();
    String before = System.getProperty(property);
    System.setProperty(property, "/nonexistent/for/the/test");
    try {
      BlasLibrary bundled = BlasLibrary.open("bundled");
      assertThat(bundled.isNative()).isTrue();
      assertThat(bundled.netlib().getClass().getClassLoader())
          .isNotSameAs(BLAS.class.getClassLoader());
      new Case(false, true, 5, 6, 7, 1, 0).check(new Blas(bundled.netlib()), new Random(3));
      assertThat(BlasLibrary.open("auto").name()).isEqualTo("bundled");
      assertThat(System.getProperty(property)).isEqualTo("/nonexistent/for/the/test");
    } finally {
      if (before == null) {
        System.clearProperty(property);
      } else {
        System.setProperty(property, before);
      }
    }
  }

  @Test
  void theBundledLibraryNamesItsKernel() {
    BlasLibrary bundled = BlasLibrary.open("bundled");
    assertThat(bundled.kernel()).isNotIn("unnamed", "unknown");
    assertThat(bundled.identity()).isEqualTo(bundled.version() + " (" + bundled.kernel() + ")");
    String pin = System.getenv("OPENBLAS_CORETYPE");
    if (pin != null && !pin.isBlank()) {
      assertThat(bundled.kernel()).isEqualToIgnoringCase(pin);
    }
    assertThat(BlasLibrary.open("java").pinned()).isNull();
  }

  @Test
  void aLibraryThatDoesNotLoadSaysWhy() {
    try {
      assertThat(BlasLibrary.open("system").name()).isEqualTo("system");
    } catch (IllegalStateException e) {
      assertThat(e)
          .hasMessageStartingWith("the system BLAS does not load here: ")
          .hasMessageNotContaining("null");
    }
  }

  @Test
  void anUnknownChoiceIsRefused() {
    assertThatThrownBy(() -> BlasLibrary.open("mkl"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("blas.library is 'mkl'; expected one of auto, bundled, system, java");
  }

  @Test
  void aCallRepeatsItsBits() {
    Blas blas = open("bundled");
    Random random = new Random(5);
    float[] a = floats(random, 128 * 200);
    float[] b = floats(random, 200 * 50);
    float[] first = new float[128 * 50];
    blas.gemm(false, false, 128, 50, 200, 1f, a, 0, b, 0, 0f, first, 0);
    for (int i = 0; i < 20; i++) {
      float[] again = new float[first.length];
      blas.gemm(false, false, 128, 50, 200, 1f, a, 0, b, 0, 0f, again, 0);
      assertThat(Arrays.equals(first, again)).isTrue();
    }
  }
}
