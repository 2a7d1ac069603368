package io.dendrite.bench;

import io.dendrite.nn.Loss;
import io.dendrite.nn.Ops;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A loss and its derivative over a chunk of rows of ten classes, by JMH. */
@State(Scope.Thread)
public class LossKernel {
  static final int ROWS = 1024;
  static final int WIDTH = 10;

  /** Name of the loss; {@link Kernels} gives that of every one. */
  @Param("softmax")
  public String op;

  private final float[] y = Gemm.random(ROWS * WIDTH);
  private final float[] targets = new float[ROWS];
  private final float[] weights = new float[ROWS];
  private final float[] dy = new float[ROWS * WIDTH];
  private Loss loss;

  /** Random scores. */
  @Setup
  public void setup() {
    loss = Ops.loss(op, op, Map.of());
    for (int row = 0; row < ROWS; row++) {
      targets[row] = row % WIDTH;
      weights[row] = 1;
    }
  }

  /** Loss and dy from y. */
  @Benchmark
  @OperationsPerInvocation(ROWS * WIDTH)
  public double evaluate() {
    return loss.evaluate(ROWS, WIDTH, y, targets, true, weights, dy);
  }
}
