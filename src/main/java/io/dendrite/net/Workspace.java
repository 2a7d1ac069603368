package io.dendrite.net;

import io.dendrite.math.Blas;
import io.dendrite.math.Rng;
import io.dendrite.math.SparseRows;
import io.dendrite.math.Vectors;
import io.dendrite.nn.Slot;
import java.util.Optional;

/**
 * The buffers of one thread for one net, allocated once for the largest chunk, and the two passes
 * over them.
 *
 * <p>A caller fills {@link #x} or {@link #sparse}, {@link #targets} and, for weighted rows, {@link
 * #weights}, then asks for the gradient, the loss or the scores. Not safe for use by two threads at
 * once.
 */
public final class Workspace {
  /** Features [rows][inputs]; null if the input is sparse. */
  public final float[] x;

  /** Features of a sparse input; else null. */
  public final SparseRows sparse;

  /** Targets [rows][targetWidth]. */
  public final float[] targets;

  /** Row weights [rows]. */
  public final float[] weights;

  private final Net net;
  private final int maxRows;
  private final Plan plan;
  private final float[][] buffers;
  private final Slot slot = new Slot();
  private long key;
  private long forwardNanos;
  private long backwardNanos;

  /**
   * @param training both passes, or forward only
   * @param inputDelta is the derivative by dense features wanted (see {@link #inputDelta()})?
   * @param sparseInput are features sparse rows? Only for a net that {@link Net#takesSparse()}
   * @param maxRows rows of the largest chunk
   */
  public Workspace(
      Net net, boolean training, boolean inputDelta, boolean sparseInput, int maxRows, Blas blas) {
    if (sparseInput && (inputDelta || !net.takesSparse())) {
      throw new IllegalArgumentException(
          "a sparse input has no derivative, and must go into a layer that takes sparse rows");
    }
    this.net = net;
    this.maxRows = maxRows;
    plan = new Plan(net, training, inputDelta, sparseInput);
    buffers = new float[plan.widths.length][];
    for (int b = 0; b < buffers.length; b++) {
      buffers[b] = new float[length(plan.widths[b])];
    }
    x = sparseInput ? null : buffers[plan.values[0]];
    sparse = sparseInput ? new SparseRows(net.inputs()) : null;
    targets = new float[length(net.targetWidth())];
    weights = new float[maxRows];
    slot.blas = blas;
  }

  /** Bytes of the buffers of such a workspace, without those that grow with sparse rows. */
  public static long bytes(Net net, boolean training, boolean sparseInput, int maxRows) {
    long width = net.targetWidth() + 1;
    for (int buffer : new Plan(net, training, false, sparseInput).widths) {
      width += buffer;
    }
    return 4 * width * maxRows;
  }

  private int length(int width) {
    long length = (long) maxRows * width;
    if (length > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a chunk of "
              + maxRows
              + " rows of "
              + width
              + " floats exceeds one array; choose a smaller train.chunk");
    }
    return (int) length;
  }

  /** Rows of the largest chunk. */
  public int maxRows() {
    return maxRows;
  }

  /**
   * Adds the gradient of the chunk's summed loss to g and returns that loss.
   *
   * @param w all parameters
   * @param g their gradient, of one layout
   * @param firstRow place of the chunk's first row in its shard's share of the mini-batch
   * @param key random stream of (seed, step, shard)
   */
  public double gradient(float[] w, float[] g, int rows, int firstRow, boolean weighted, long key) {
    long start = System.nanoTime();
    forward(w, rows, firstRow, true, key);
    long middle = System.nanoTime();
    double loss = lossAndDelta(rows, weighted);
    for (int i = net.nodes().size() - 1; i >= plan.first; i--) {
      backward(i, g);
    }
    forwardNanos = middle - start;
    backwardNanos = System.nanoTime() - middle;
    return loss;
  }

  /** Time of the last {@link #gradient}'s forward pass. */
  public long forwardNanos() {
    return forwardNanos;
  }

  /** Time of the last {@link #gradient}'s loss and backward pass. */
  public long backwardNanos() {
    return backwardNanos;
  }

  /** The scores y[rows][outputs] of the rows in x, valid until the next call. */
  public float[] scores(float[] w, int rows) {
    forward(w, rows, 0, false, 0);
    return value(net.nodes().size());
  }

  /**
   * What a prediction reports of the rows in x: probabilities where the loss defines them, else the
   * scores.
   */
  public float[] predictions(float[] w, int rows) {
    float[] y = scores(w, rows);
    net.loss().predict(rows, net.outputs(), y);
    return y;
  }

  /** The loss of the last {@link #scores}, summed over rows. */
  public double loss(int rows, boolean weighted) {
    return net.loss()
        .evaluate(
            rows,
            net.outputs(),
            value(net.nodes().size()),
            targets,
            net.classes(),
            weighted ? weights : null,
            null);
  }

  /** The derivative of the last {@link #gradient} by x, if it was asked for at construction. */
  public float[] inputDelta() {
    return buffers[plan.deltas[0]];
  }

  /**
   * Runs {@link #gradient} once more, node by node, and says where the first number that is not
   * finite appears.
   */
  public Optional<String> firstNonFinite(
      float[] w, int rows, int firstRow, boolean weighted, long key) {
    int n = net.nodes().size();
    int bad =
        sparse != null
            ? sparse.firstNonFinite()
            : Vectors.firstNonFinite(x, 0, rows * net.inputs());
    if (bad >= 0) {
      return Optional.of("the features of the data (column " + bad % net.inputs() + ")");
    }
    for (TensorSpec tensor : net.tensors()) {
      if (Vectors.firstNonFinite(w, tensor.at(), tensor.size()) >= 0) {
        return Optional.of("the parameters " + tensor.name());
      }
    }
    prepare(w, rows, firstRow, true, key);
    for (int i = 0; i < n; i++) {
      forward(i);
      if (Vectors.firstNonFinite(slot.y, 0, rows * slot.out) >= 0) {
        return Optional.of("the output of layer " + net.name(i));
      }
    }
    if (!Double.isFinite(lossAndDelta(rows, weighted))) {
      return Optional.of("the loss");
    }
    float[] g = new float[w.length];
    for (int i = n - 1; i >= plan.first; i--) {
      backward(i, g);
      for (TensorSpec tensor : net.tensors()) {
        if (Vectors.firstNonFinite(g, tensor.at(), tensor.size()) >= 0) {
          return Optional.of("the gradient of " + tensor.name());
        }
      }
      if (slot.dx != null && Vectors.firstNonFinite(slot.dx, 0, rows * slot.in) >= 0) {
        return Optional.of("the delta of layer " + net.name(i));
      }
    }
    return Optional.empty();
  }

  private void forward(float[] w, int rows, int firstRow, boolean training, long key) {
    prepare(w, rows, firstRow, training, key);
    for (int i = 0; i < net.nodes().size(); i++) {
      forward(i);
    }
  }

  private void prepare(float[] w, int rows, int firstRow, boolean training, long key) {
    this.key = key;
    slot.w = w;
    slot.rows = rows;
    slot.firstRow = firstRow;
    slot.training = training;
  }

  private void forward(int i) {
    enter(i);
    net.nodes().get(i).layer().forward(slot);
  }

  private double lossAndDelta(int rows, boolean weighted) {
    int n = net.nodes().size();
    return net.loss()
        .evaluate(
            rows,
            net.outputs(),
            value(n),
            targets,
            net.classes(),
            weighted ? weights : null,
            buffers[plan.deltas[n]]);
  }

  private void backward(int i, float[] g) {
    enter(i);
    slot.g = g;
    slot.dy = buffers[plan.deltas[i + 1]];
    slot.dx = plan.deltas[i] < 0 ? null : buffers[plan.deltas[i]];
    net.nodes().get(i).layer().backward(slot);
  }

  private void enter(int i) {
    Node node = net.nodes().get(i);
    slot.in = node.in();
    slot.out = node.out();
    slot.at = node.at();
    slot.key = Rng.key(key, i);
    slot.sparse = i == 0 ? sparse : null;
    slot.x = slot.sparse != null ? null : value(i);
    slot.y = value(i + 1);
  }

  private float[] value(int i) {
    return buffers[plan.values[i]];
  }
}
