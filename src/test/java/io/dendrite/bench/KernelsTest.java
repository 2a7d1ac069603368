package io.dendrite.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.nn.Ops;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels run with every op that users can name; how fast is for benchmarks to say. */
class KernelsTest {
  static Stream<String> layers() {
    return Stream.of(Kernels.names(Ops.layers()));
  }

  static Stream<String> losses() {
    return Stream.of(Kernels.names(Ops.losses()));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void everyLayer(String name) {
    LayerKernel kernel = new LayerKernel();
    kernel.op = name;
    kernel.setup();
    kernel.forward();
    kernel.backward();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void everyLoss(String name) {
    LossKernel kernel = new LossKernel();
    kernel.op = name;
    kernel.setup();
    assertThat(kernel.evaluate()).as("the loss is a number").isFinite();
  }
}
