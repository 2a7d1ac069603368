package io.dendrite.f64.net;

import io.dendrite.f64.math.Blas;
import io.dendrite.f64.math.Rng;
import io.dendrite.f64.nn.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Checks backpropagation through a network in double precision against numerical differences of the
 * network's mean loss. The derivatives of the loss by parameters and by outputs of nodes are
 * checked. The derivatives by outputs show in which node an error begins. If a tensor or an output
 * has many elements, only some of its elements, drawn at random, are checked.
 */
public final class NetCheck {
  /**
   * The step h of numerical differences. A small h is used, since a larger step would more often
   * cross a kink of the loss.
   */
  private static final double STEP = 3e-5;

  /**
   * A shard's share of the mini-batch, with the key of the random stream that the forward pass uses
   * for these rows.
   *
   * @param x features [rows][inputs]
   * @param targets targets [rows][targetWidth]
   * @param weights weights of the rows [rows]
   */
  public record Rows(int rows, double[] x, double[] targets, double[] weights, long key) {}

  /**
   * Result of comparing a node's derivatives with numerical differences.
   *
   * @param parameters how many elements of the node's parameters were compared
   * @param parameterError the largest error among the compared elements of the node's parameters
   * @param outputs how many elements of the node's output were compared
   * @param outputError the largest error among the compared elements of the node's output
   * @param kinks how many elements were not compared because the loss has a kink near their values
   */
  public record NodeReport(
      String name,
      int parameters,
      double parameterError,
      int outputs,
      double outputError,
      int kinks) {
    /** The larger of the node's parameter error and output error, or NaN if one of them is NaN. */
    public double error() {
      return Math.max(parameterError, outputError);
    }
  }

  private final Net net;
  private final double[] w;
  private final List<Rows> parts;
  private final Workspace space;
  private final double weight;
  private int checked;
  private int kinks;
  private double worst;

  /**
   * @param parts the rows of a mini-batch, one part for each shard
   */
  public NetCheck(Net net, double[] w, List<Rows> parts, Blas blas) {
    this.net = net;
    this.w = w.clone();
    this.parts = parts;
    int most = parts.stream().mapToInt(Rows::rows).max().orElse(1);
    space = new Workspace(net, true, true, false, most, blas);
    weight = parts.stream().flatMapToDouble(part -> Arrays.stream(part.weights())).sum();
  }

  /**
   * The gradient of the loss, summed over all rows of the mini-batch and computed by
   * backpropagation.
   */
  public double[] gradient() {
    double[] g = new double[w.length];
    for (Rows part : parts) {
      load(part);
      space.gradient(w, g, part.rows(), 0, true, part.key());
    }
    return g;
  }

  /** The loss, summed over all rows of the mini-batch. */
  public double loss() {
    double loss = 0;
    for (Rows part : parts) {
      load(part);
      loss += loss(part, -1, 0, 0);
    }
    return loss;
  }

  /**
   * Checks every node of the network, in order. At most {@code elements} elements of each parameter
   * tensor and of each node's output are compared.
   */
  public List<NodeReport> nodes(int elements) {
    double[] g = gradient();
    List<NodeReport> reports = new ArrayList<>();
    for (int i = 0; i < net.nodes().size(); i++) {
      begin();
      Node node = net.nodes().get(i);
      for (TensorSpec tensor : net.tensors()) {
        if (tensor.learned() && Arrays.stream(node.at()).anyMatch(at -> at == tensor.at())) {
          parameters(tensor, g, elements);
        }
      }
      int parameters = checked;
      double error = worst;
      int left = kinks;
      begin();
      output(i, elements);
      reports.add(new NodeReport(node.name(), parameters, error, checked, worst, left + kinks));
    }
    return reports;
  }

  private void begin() {
    checked = 0;
    kinks = 0;
    worst = 0;
  }

  private void parameters(TensorSpec tensor, double[] g, int elements) {
    for (int element : drawn(tensor.size(), elements, tensor.at())) {
      int at = tensor.at() + element;
      compare(() -> loss() / weight, w, at, g[at] / weight);
    }
  }

  /**
   * Checks the derivatives of the loss by a node's output. Only the first shard's share of the
   * mini-batch is used.
   */
  private void output(int node, int elements) {
    Rows part = parts.get(0);
    double[] delta = delta(part, node);
    if (delta == null) {
      return;
    }
    double[] shift = new double[delta.length];
    for (int element : drawn(delta.length, elements, node)) {
      DoubleSupplier f = () -> loss(part, node, element, shift[element]) / weight;
      compare(f, shift, element, delta[element] / weight);
    }
  }

  private void compare(DoubleSupplier f, double[] x, int i, double analytic) {
    double error = GradientCheck.error(f, x, i, analytic, STEP);
    if (!(error <= GradientCheck.TOLERANCE) && GradientCheck.kink(f, x, i, STEP)) {
      kinks++;
      return;
    }
    checked++;
    worst = error <= worst ? worst : error;
  }

  /**
   * The derivative by a node's output of the loss on one shard's share of the mini-batch; null if
   * the backward pass does not compute this derivative.
   */
  private double[] delta(Rows part, int node) {
    load(part);
    loss(part, -1, 0, 0);
    space.lossAndDelta(part.rows(), true);
    double[] g = new double[w.length];
    for (int i = space.slots.length - 1; i >= node; i--) {
      if (space.plan.backward[i]) {
        space.backward(i, g);
      }
    }
    Slot slot = space.slots[node];
    return space.plan.backward[node] ? Arrays.copyOf(slot.dy, part.rows() * slot.out) : null;
  }

  /**
   * The loss on one shard's share of the mini-batch, with {@code shift} added to one element of a
   * node's output. If {@code node} is -1, no output is changed.
   */
  private double loss(Rows part, int node, int element, double shift) {
    load(part);
    space.prepare(w, part.rows(), 0, true, part.key());
    for (int i = 0; i < space.slots.length; i++) {
      space.forward(i);
      if (i == node) {
        space.slots[i].y[element] += shift;
      }
    }
    return space.loss(part.rows(), true);
  }

  private void load(Rows part) {
    System.arraycopy(part.x(), 0, space.x, 0, part.x().length);
    System.arraycopy(part.targets(), 0, space.targets, 0, part.targets().length);
    System.arraycopy(part.weights(), 0, space.weights, 0, part.weights().length);
  }

  /**
   * Returns the indices 0 to {@code n} - 1 or, if there are more than {@code most} of them, a
   * random choice of {@code most} indices.
   */
  private static int[] drawn(int n, int most, long key) {
    int[] drawn = new int[Math.min(n, most)];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = n <= most ? i : (int) ((Rng.bits(key, i) >>> 1) % n);
    }
    return drawn;
  }
}
