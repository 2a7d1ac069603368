package io.dendrite.bench;

import io.dendrite.math.Blas;
import io.dendrite.math.BlasLibrary;
import io.dendrite.nn.Layer;
import io.dendrite.nn.Op;
import io.dendrite.nn.Ops;
import io.dendrite.nn.Sample;
import io.dendrite.nn.Shape;
import io.dendrite.nn.Slot;
import java.util.List;
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

  /** A row of eight images of eight by eight. */
  private static final Shape IMAGES = new Shape(8, 8, 8);

  /** Name of the layer; {@link Kernels} gives that of every one. */
  @Param("relu")
  public String op;

  private Layer layer;
  private Slot slot;

  /** Of benchmarks' size where the size decides, else those of the op's first sample. */
  private static Map<String, Object> options(Op<Layer> op, Sample sample) {
    return switch (op.name()) {
      case "inner-product" -> Map.of("units", WIDTH);
      case "convolution" -> Map.of("channels", 8, "kernel", 3, "padding", 1);
      case "embed" -> Map.of("units", 4, "size", WIDTH);
      case "slice" -> Map.of("begin", 0, "end", WIDTH / 2);
      default -> sample.options();
    };
  }

  /** Random input and delta, no sharing of arrays. */
  @Setup
  public void setup() {
    Op<Layer> entry =
        Ops.layers().stream().filter(each -> each.name().equals(op)).findFirst().orElseThrow();
    Sample sample = entry.sample();
    boolean images = sample.inputs().stream().anyMatch(shape -> shape.area() > 1);
    Shape input = images ? IMAGES : Shape.flat(WIDTH);
    layer = entry.make(op, options(entry, sample));
    slot = new Slot();
    slot.blas = new Blas(BlasLibrary.open("auto").netlib());
    slot.rows = ROWS;
    slot.inShape = input;
    slot.in = WIDTH;
    slot.x = input(sample);
    slot.dx = new float[ROWS * WIDTH];
    if (layer.joins()) {
      slot.xs = new float[][] {slot.x, input(sample)};
      slot.ins = new int[] {WIDTH, WIDTH};
      slot.dxs = new float[][] {slot.dx, new float[ROWS * WIDTH]};
      slot.outShape = layer.shape(input, input);
    } else {
      slot.outShape = layer.shape(input);
    }
    slot.out = slot.outShape.size();
    slot.y = new float[ROWS * slot.out];
    slot.dy = Gemm.random(ROWS * slot.out);
    slot.scratch = new float[layer.scratch(input)];
    List<io.dendrite.nn.Param> params = layer.params(input);
    slot.at = new int[params.size()];
    int length = 0;
    for (int i = 0; i < slot.at.length; i++) {
      slot.at[i] = length;
      length += params.get(i).size();
    }
    slot.w = Gemm.random(length);
    slot.g = new float[length];
    slot.training = true;
    slot.key = 1;
    layer.forward(slot);
  }

  /** Whole numbers, numbers above 0, or any, as the layer needs them. */
  private float[] input(Sample sample) {
    float[] x = Gemm.random(ROWS * WIDTH);
    int below = op.equals("embed") ? WIDTH : sample.below();
    for (int i = 0; i < x.length; i++) {
      if (below > 0) {
        x[i] = Math.floorMod(i * 37, below);
      } else if (sample.positive()) {
        x[i] = Math.abs(x[i]) + 0.01f;
      }
    }
    return x;
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
