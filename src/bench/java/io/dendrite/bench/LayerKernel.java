package io.dendrite.bench;

import io.dendrite.math.Blas;
import io.dendrite.math.BlasLibrary;
import io.dendrite.nn.Layer;
import io.dendrite.nn.Ops;
import io.dendrite.nn.Shape;
import io.dendrite.nn.Slot;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Forward and backward pass of one layer over a chunk of rows, by JMH. */
@State(Scope.Thread)
public class LayerKernel {
  static final int ROWS = 256;
  static final int WIDTH = 512;

  /** Name of the layer. */
  @Param({
    "dropout",
    "elu",
    "gelu",
    "inner-product",
    "layer-norm",
    "leaky-relu",
    "prelu",
    "relu",
    "sigmoid",
    "softmax",
    "softplus",
    "tanh"
  })
  public String op;

  private Layer layer;
  private Slot slot;

  /** Random input and delta, no sharing of arrays. */
  @Setup
  public void setup() {
    Map<String, Object> options = op.equals("inner-product") ? Map.of("units", WIDTH) : Map.of();
    layer = Ops.layer(op, op, options);
    slot = new Slot();
    slot.blas = new Blas(BlasLibrary.open("auto").netlib());
    slot.rows = ROWS;
    slot.inShape = Shape.flat(WIDTH);
    slot.outShape = slot.inShape;
    slot.in = WIDTH;
    slot.out = WIDTH;
    slot.x = Gemm.random(ROWS * WIDTH);
    slot.y = new float[ROWS * WIDTH];
    slot.dx = new float[ROWS * WIDTH];
    slot.dy = Gemm.random(ROWS * WIDTH + 1);
    slot.w = Gemm.random((WIDTH + 1) * WIDTH);
    slot.g = new float[slot.w.length];
    slot.at = new int[] {0, WIDTH * WIDTH};
    slot.training = true;
    slot.key = 1;
    layer.forward(slot);
  }

  /** y from x. */
  @Benchmark
  @OperationsPerInvocation(ROWS * WIDTH)
  public void forward() {
    layer.forward(slot);
  }

  /** dx from dy, and the gradient. */
  @Benchmark
  @OperationsPerInvocation(ROWS * WIDTH)
  public void backward() {
    layer.backward(slot);
  }
}
