package io.dendrite.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.dendrite.math.Blas;
import io.dendrite.math.BlasLibrary;
import io.dendrite.nn.Layer;
import io.dendrite.nn.Loss;
import io.dendrite.nn.Op;
import io.dendrite.nn.Ops;
import io.dendrite.nn.Sample;
import io.dendrite.nn.Shape;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A warmed step allocates nothing but what the caller hands in. */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** {@link StrictMath#pow} of JDK 17 makes arrays of its constants in every call. */
  private static final String ALLOCATED_BY_THE_JDK = "power 3 scale=0.5 shift=-1";

  /** A net with one layer, or the loss, of a line of the table. */
  private record Setting(Net net, boolean sparse, String name) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Setting> settings() {
    Net sparse = net(36, List.of(), "inner-product 30", "relu");
    return Stream.of(
            Stream.of(new Setting(sparse, true, "sparse rows")),
            Ops.layers().stream().flatMap(op -> settings(op, AllocationTest::layerNet)),
            Ops.losses().stream().flatMap(op -> settings(op, AllocationTest::lossNet)))
        .flatMap(each -> each);
  }

  private static <T> Stream<Setting> settings(Op<T> op, BiFunction<Op<T>, Sample, Net> net) {
    return op.samples().stream()
        .map(s -> new Setting(net.apply(op, s), false, op.name() + " " + s.text()))
        .filter(setting -> !setting.name().equals(ALLOCATED_BY_THE_JDK));
  }

  /** Layers that take any input stand twice, once behind another layer. */
  private static Net layerNet(Op<Layer> op, Sample sample) {
    Map<String, Object> layer = entry(op, sample);
    List<Shape> inputs = sample.inputs();
    if (inputs.isEmpty()) {
      return net(36, List.of(), "inner-product 30", layer, "inner-product 20", layer);
    }
    Shape first = inputs.get(0);
    boolean flat = first.area() == 1;
    if (inputs.size() == 1) {
      return net(first.size(), flat ? List.of() : sizes(first.channels(), first), layer);
    }
    List<Object> layers = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Shape input : inputs) {
      String name = "input-" + names.size();
      names.add(name);
      Map<String, Object> before = new HashMap<>(Map.of("name", name, "from", "input"));
      before.put("type", flat ? "inner-product" : "convolution");
      before.put(flat ? "units" : "channels", input.channels());
      if (!flat) {
        before.put("kernel", 1);
      }
      layers.add(before);
    }
    layer.put("from", names);
    layers.add(layer);
    return net(flat ? 36 : first.area(), flat ? List.of() : sizes(1, first), layers.toArray());
  }

  private static List<Integer> sizes(int channels, Shape shape) {
    return List.of(channels, shape.height(), shape.width());
  }

  private static Net net(int features, List<?> input, Object... layers) {
    List<Object> all = new ArrayList<>(List.of(layers));
    all.add("inner-product 5");
    return new Net(NetSpec.of(Purpose.CLASSIFICATION, input, all, "softmax"), features, 5);
  }

  /** For two classes if the loss serves classes, else for values. */
  private static Net lossNet(Op<Loss> op, Sample sample) {
    Loss loss = op.make(sample);
    boolean classes = serves(loss, true) && loss.fits(true, 2, 2);
    int width = loss.fits(classes, 2, 2) ? 2 : 1;
    List<String> layers = List.of("inner-product " + width);
    return new Net(NetSpec.of(layers, entry(op, sample), classes), 36, 2);
  }

  private static boolean serves(Loss loss, boolean classes) {
    try {
      loss.check(classes, 2);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Map<String, Object> entry(Op<?> op, Sample sample) {
    Map<String, Object> entry = new HashMap<>(sample.options());
    entry.put("type", op.name());
    return entry;
  }

  @ParameterizedTest
  @MethodSource("settings")
  void theGradientOfAChunkAllocatesNothing(Setting setting) {
    Net net = setting.net();
    boolean sparse = setting.sparse();
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
    assertThat(least).as("bytes that 50 steps with %s allocate", setting).isZero();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    assertThat(new byte[16]).isNotNull();
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).as("the counter").isPositive();
  }
}
