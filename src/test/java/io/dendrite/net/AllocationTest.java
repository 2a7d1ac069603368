package io.dendrite.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.dendrite.math.Blas;
import io.dendrite.math.BlasLibrary;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A warmed step allocates nothing but what the caller hands in. */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Rows of 36 numbers, as two images of 3 x 6 where a layer asks for images. */
  private static Net net(String layer) {
    boolean images = layer.startsWith("convolution") || layer.startsWith("pooling");
    List<?> input = images ? List.of(2, 3, 6) : List.of();
    List<Object> layers = new ArrayList<>();
    if (layer.equals("concat") || layer.equals("eltwise")) {
      layers.add(Map.of("type", "inner-product", "units", 30, "name", "a"));
      layers.add(Map.of("type", "inner-product", "units", 30, "name", "b", "from", "input"));
      layers.add(Map.of("type", layer, "from", List.of("a", "b")));
    } else if (layer.startsWith("embed") || images) {
      layers.add(entry(layer));
    } else {
      layers.addAll(List.of("inner-product 30", entry(layer), "inner-product 20", entry(layer)));
    }
    layers.add("inner-product 5");
    return new Net(NetSpec.of(Task.CLASSIFICATION, input, layers, "softmax"), 36, 5);
  }

  /** {@code type option=value ...} */
  private static Map<String, Object> entry(String text) {
    String[] words = text.split(" ");
    Map<String, Object> entry = new HashMap<>(Map.of("type", words[0]));
    for (int i = 1; i < words.length; i++) {
      String[] option = words[i].split("=");
      entry.put(option[0], option[1].matches("[0-9.]+") ? Double.valueOf(option[1]) : option[1]);
    }
    return entry;
  }

  @ParameterizedTest
  @CsvSource({
    "relu, true",
    "absval, false",
    "batch-norm, false",
    "bias, false",
    "concat, false",
    "convolution channels=3 kernel=2, false",
    "dropout probability=0.5, false",
    "eltwise, false",
    "elu, false",
    "embed units=4 size=50, false",
    "exp, false",
    "flatten, false",
    "gelu, false",
    "layer-norm, false",
    "leaky-relu, false",
    "maxout pieces=2, false",
    "pooling pool=average size=2, false",
    "power power=2, false",
    "prelu, false",
    "relu, false",
    "scale, false",
    "sigmoid, false",
    "slice begin=0 end=10, false",
    "softmax, false",
    "softplus, false",
    "tanh, false",
    "threshold, false"
  })
  void theGradientOfAChunkAllocatesNothing(String layer, boolean sparse) {
    Net net = net(layer);
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
          workspace.sparse.add((row + step) % 36, 1f);
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
