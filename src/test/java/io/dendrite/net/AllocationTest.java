package io.dendrite.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.dendrite.math.Blas;
import io.dendrite.math.BlasLibrary;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A warmed step allocates nothing but what the caller hands in. */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @CsvSource({"relu, false", "tanh, false", "sigmoid, false", "dropout 0.5, false", "relu, true"})
  void theGradientOfAChunkAllocatesNothing(String layer, boolean sparse) {
    Net net =
        new Net(
            NetSpec.of(
                List.of("inner-product 30", layer, "inner-product 20", layer, "inner-product 5"),
                "softmax",
                true),
            40,
            5);
    Workspace workspace =
        new Workspace(net, true, false, sparse, 16, new Blas(BlasLibrary.open("auto").netlib()));
    float[] w = net.init(1);
    float[] g = new float[w.length];
    long least = Long.MAX_VALUE;
    // The interpreter boxes what compiled code does not: of many runs of steps one is warmed.
    for (int run = 0; run < 200 && least > 0; run++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int step = 0; step < 50; step++) {
        for (int row = 0; sparse && row < 16; row++) {
          workspace.sparse.begin(row);
          workspace.sparse.add((row + step) % 40, 1f);
        }
        workspace.gradient(w, g, 16, 0, true, step);
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    assertThat(new byte[16]).isNotNull();
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).as("the counter").isPositive();
  }
}
