package io.dendrite.net;

import io.dendrite.math.Blas;
import io.dendrite.math.Rng;
import io.dendrite.math.SparseRows;
import io.dendrite.math.Vectors;
import io.dendrite.nn.Slot;

/**
 * The buffers of one thread for one network, and the forward and backward passes that use these
 * buffers. The buffers are allocated once, for the largest chunk of rows.
 *
 * <p>A caller fills {@link #x} or {@link #sparse}, {@link #targets} and, for weighted rows, {@link
 * #weights}, and then asks for the gradient, the loss or the scores. Two threads must not use a
 * workspace at the same time.
 */
public final class Workspace {
  /** Features [rows][inputs] of the chunk's rows; null if the input is sparse. */
  public final float[] x;

  /**
   * Scratch space [inputs] for one row before it is written to {@link #x}; null if the input is
   * sparse.
   */
  public final float[] line;

  /** Features of the chunk's rows if the input is sparse; otherwise null. */
  public final SparseRows sparse;

  /** Targets of the chunk's rows, [rows][targetWidth]. */
  public final float[] targets;

  /** Weights of the chunk's rows, [rows]. */
  public final float[] weights;

  final Net net;
  private final int maxRows;
  final Plan plan;
  private final float[][] buffers;
  final Slot[] slots;

  /**
   * Scores [rows][outputs] if the scores are not the output of the last layer itself; otherwise
   * null.
   */
  private final float[] scores;

  private long forwardNanos;
  private long backwardNanos;

  /**
   * @param training whether the workspace runs backward too, or forward only
   * @param inputDelta whether the derivative of the loss by dense features is wanted (see {@link
   *     #inputDelta()})
   * @param sparseInput whether features are sparse rows; may be true only if {@link
   *     Net#takesSparse()} returns true
   * @param maxRows number of rows of the largest chunk
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
    line = sparseInput ? null : new float[net.inputs()];
    sparse = sparseInput ? new SparseRows(net.inputs()) : null;
    targets = new float[length(net.targetWidth())];
    weights = new float[maxRows];
    scores = converts(net) ? new float[length(net.outputs())] : null;
    float[] scratch = new float[scratch(net)];
    slots = new Slot[net.nodes().size()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = slot(i);
      slots[i].blas = blas;
      slots[i].scratch = scratch;
    }
  }

  private static boolean converts(Net net) {
    return net.loss().converts(net.outputs(), net.width());
  }

  private Slot slot(int i) {
    Node node = net.nodes().get(i);
    Slot s = new Slot();
    int[] from = node.from();
    s.inShape = node.inputs()[0];
    s.outShape = node.output();
    s.in = s.inShape.size();
    s.out = node.out();
    s.xs = new float[from.length][];
    s.dxs = new float[from.length][];
    s.ins = new int[from.length];
    for (int k = 0; k < from.length; k++) {
      s.xs[k] = buffer(plan.values[from[k]]);
      s.dxs[k] = buffer(plan.deltas[i][k]);
      s.ins[k] = node.inputs()[k].size();
    }
    s.sparse = from[0] == 0 ? sparse : null;
    s.x = s.xs[0];
    s.dx = s.dxs[0];
    s.y = value(i + 1);
    s.dy = plan.sums[i + 1].length == 0 ? null : buffers[plan.sums[i + 1][0]];
    s.at = node.at();
    return s;
  }

  private float[] buffer(int b) {
    return b < 0 ? null : buffers[b];
  }

  private static int scratch(Net net) {
    int most = 0;
    for (Node node : net.nodes()) {
      most = Math.max(most, node.layer().scratch(node.inputs()[0]));
    }
    return most;
  }

  /**
   * Number of bytes of a workspace's buffers, without the buffers for sparse rows, whose size
   * depends on the rows.
   */
  public static long bytes(Net net, boolean training, boolean sparseInput, int maxRows) {
    long width = net.targetWidth() + 1;
    for (int buffer : new Plan(net, training, false, sparseInput).widths) {
      width += buffer;
    }
    width += converts(net) ? net.outputs() : 0;
    long line = sparseInput ? 0 : net.inputs();
    return 4 * (width * maxRows + line + scratch(net));
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

  /** Number of rows of the largest chunk. */
  public int maxRows() {
    return maxRows;
  }

  /**
   * Adds the gradient of the chunk's summed loss to {@code g} and returns the summed loss.
   *
   * @param w the flat vector of all parameters
   * @param g the vector to which the gradient is added, in the same layout as {@code w}
   * @param firstRow index of the chunk's first row in its shard's share of the mini-batch
   * @param key key of the random stream for the layers in this step, for this shard and seed
   */
  public double gradient(float[] w, float[] g, int rows, int firstRow, boolean weighted, long key) {
    long start = System.nanoTime();
    forward(w, rows, firstRow, true, key);
    long middle = System.nanoTime();
    double loss = lossAndDelta(rows, weighted);
    for (int i = slots.length - 1; i >= 0; i--) {
      if (plan.backward[i]) {
        backward(i, g);
      }
    }
    add(0, rows);
    forwardNanos = middle - start;
    backwardNanos = System.nanoTime() - middle;
    return loss;
  }

  /** Nanoseconds that the last call of {@link #gradient} spent on the forward pass. */
  public long forwardNanos() {
    return forwardNanos;
  }

  /**
   * Nanoseconds that the last call of {@link #gradient} spent on the loss and the backward pass.
   */
  public long backwardNanos() {
    return backwardNanos;
  }

  /**
   * Runs the forward pass on the rows in the workspace; must be called before {@link #scores(int)},
   * {@link #predictions(int)} and {@link #loss(int, boolean)}.
   */
  public void forward(float[] w, int rows) {
    forward(w, rows, 0, false, 0);
  }

  /**
   * The scores [rows][outputs] of the last forward pass; the index of a row's greatest score is the
   * predicted class.
   */
  public float[] scores(int rows) {
    if (scores == null) {
      return value(slots.length);
    }
    net.loss().scores(rows, net.width(), value(slots.length), net.outputs(), scores);
    return scores;
  }

  /**
   * The predictions of the last forward pass, [rows][outputs]: probabilities if the loss defines
   * them, otherwise scores or values. The returned array of predictions may be the array of scores,
   * which is then overwritten.
   */
  public float[] predictions(int rows) {
    float[] y = value(slots.length);
    float[] predicted = scores == null ? y : scores;
    net.loss().predict(rows, net.width(), y, net.outputs(), predicted);
    return predicted;
  }

  /** The loss of the last forward pass, summed over the rows of the chunk. */
  public double loss(int rows, boolean weighted) {
    return loss(rows, weighted, null);
  }

  /**
   * The derivative of the loss by {@link #x} from the last call of {@link #gradient}; available
   * only if the constructor's argument {@code inputDelta} was true.
   */
  public float[] inputDelta() {
    return buffers[plan.sums[0][0]];
  }

  private void forward(float[] w, int rows, int firstRow, boolean training, long key) {
    prepare(w, rows, firstRow, training, key);
    for (int i = 0; i < slots.length; i++) {
      forward(i);
    }
  }

  void prepare(float[] w, int rows, int firstRow, boolean training, long key) {
    for (int i = 0; i < slots.length; i++) {
      Slot slot = slots[i];
      slot.w = w;
      slot.rows = rows;
      slot.firstRow = firstRow;
      slot.training = training;
      slot.key = Rng.key(key, i);
    }
  }

  void forward(int i) {
    net.nodes().get(i).layer().forward(slots[i]);
  }

  double lossAndDelta(int rows, boolean weighted) {
    return loss(rows, weighted, buffer(plan.lossDelta));
  }

  private double loss(int rows, boolean weighted, float[] delta) {
    return net.loss()
        .evaluate(
            rows,
            net.width(),
            value(slots.length),
            targets,
            net.classes(),
            weighted ? weights : null,
            delta);
  }

  void backward(int i, float[] g) {
    add(i + 1, slots[i].rows);
    slots[i].g = g;
    net.nodes().get(i).layer().backward(slots[i]);
  }

  /**
   * Computes the delta of a value as the sum of the deltas that all nodes which read the value
   * wrote, in the order of these nodes.
   */
  private void add(int value, int rows) {
    int[] sum = plan.sums[value];
    for (int reader = 1; reader < sum.length; reader++) {
      Vectors.add(buffers[sum[reader]], 0, buffers[sum[0]], 0, rows * net.value(value).size());
    }
  }

  private float[] value(int i) {
    return buffer(plan.values[i]);
  }
}
