package io.dendrite.net;

import io.dendrite.math.RandomStream;
import io.dendrite.math.Rng;
import io.dendrite.nn.Layer;
import io.dendrite.nn.Loss;
import io.dendrite.nn.Param;
import io.dendrite.nn.Shape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A network, built for a known number of features and outputs. A network consists of the nodes of a
 * graph (in an order in which they can be computed), a loss, and the layout of the flat vector of
 * all parameters. Immutable.
 */
public final class Net implements Serializable {
  private static final long serialVersionUID = 1;

  private final List<Node> nodes = new ArrayList<>();
  private final List<TensorSpec> tensors = new ArrayList<>();
  private final Loss loss;
  private final Purpose purpose;
  private final Shape input;
  private final int outputs;
  private int parameters;

  /**
   * Builds a network from its specification and checks it.
   *
   * @param inputs number of features of a row
   * @param outputs number of classes, or of values in the target of a row; for an autoencoder, this
   *     number is {@code inputs}
   * @throws IllegalArgumentException if a layer cannot use the shapes of its inputs, if the last
   *     layer does not have the width that the loss needs for {@code outputs}, or if the loss
   *     cannot be used for the network's purpose
   */
  public Net(NetSpec spec, int inputs, int outputs) {
    purpose = spec.purpose();
    input = spec.inputShape(inputs);
    this.outputs = purpose == Purpose.AUTOENCODER ? inputs : outputs;
    int[][] from = Wiring.of(spec.layers());
    for (int i = 0; i < from.length; i++) {
      nodes.add(node(spec, i, from[i]));
    }
    placeStatistics();
    loss = spec.makeLoss();
    loss.check(classes(), this.outputs);
    if (!loss.fits(classes(), this.outputs, width())) {
      throw new IllegalArgumentException(
          "the last layer ("
              + nodes.get(nodes.size() - 1).name()
              + ") gives "
              + width()
              + " outputs, but the data has "
              + this.outputs
              + (classes() ? " classes" : " target values")
              + "; "
              + loss.advice(this.outputs));
    }
  }

  private Net(Net net, Loss loss) {
    nodes.addAll(net.nodes);
    tensors.addAll(net.tensors);
    parameters = net.parameters;
    purpose = net.purpose;
    input = net.input;
    outputs = net.outputs;
    this.loss = loss;
  }

  /**
   * True if the network is for regression and its targets can be shifted and scaled before
   * training. Targets can be shifted and scaled only if the loss can use any number as a target and
   * the last layer can give any number.
   */
  public boolean takesAnyTarget() {
    return purpose == Purpose.REGRESSION
        && loss.takesAnyTarget()
        && nodes.get(nodes.size() - 1).layer().givesAnyNumber();
  }

  /**
   * The same network for targets that were divided by {@code spread}, one number for each output.
   */
  public Net ofTargetsDividedBy(double[] spread) {
    return new Net(this, loss.ofTargetsDividedBy(spread));
  }

  private Node node(NetSpec spec, int i, int[] from) {
    Layer layer = spec.layer(i);
    String where = spec.where(i);
    if (layer.joins() != from.length > 1) {
      throw new IllegalArgumentException(
          where
              + (layer.joins()
                  ? " joins several inputs; expected from = [a, b]"
                  : " takes one input, but 'from' names " + from.length));
    }
    Shape[] inputs = new Shape[from.length];
    for (int k = 0; k < from.length; k++) {
      inputs[k] = value(from[k]);
    }
    try {
      Shape output = layer.shape(inputs);
      List<Param> params = layer.params(inputs[0]);
      Object share = spec.layers().get(i).get("share");
      int[] at = share == null ? place(spec, i, params) : shared(spec, i, params, share.toString());
      layer.scratch(inputs[0]);
      return new Node(name(spec, i), layer, from, inputs, output, at);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          where + " needs more than 2^31 numbers for a row; expected fewer or smaller units", e);
    }
  }

  private static String name(NetSpec spec, int i) {
    return spec.layers().get(i).get("name").toString();
  }

  /**
   * Assigns offsets in the flat parameter vector to the learned tensors of layer i, after the
   * tensors of all earlier layers. The offsets of running statistics are assigned later, by {@link
   * #placeStatistics}.
   */
  private int[] place(NetSpec spec, int i, List<Param> params) {
    int[] at = new int[params.size()];
    for (int p = 0; p < at.length; p++) {
      Param param = params.get(p);
      if (param.learned()) {
        double decay = param.decays() ? spec.factor(i, "decayFactor") : 0;
        at[p] = place(name(spec, i), param, spec.factor(i, "rateFactor"), decay);
      }
    }
    return at;
  }

  private int place(String node, Param param, double rateFactor, double decayFactor) {
    int at = parameters;
    long end = at + param.elements();
    if (end > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "the network has more than 2^31 parameters at layer " + node + "; expected fewer units");
    }
    tensors.add(new TensorSpec(node + "." + param.name(), param, at, rateFactor, decayFactor));
    parameters = (int) end;
    return at;
  }

  /**
   * Assigns offsets in the flat parameter vector to the running statistics, after all learned
   * parameters.
   */
  private void placeStatistics() {
    for (Node node : nodes) {
      List<Param> params = node.layer().params(node.inputs()[0]);
      for (int p = 0; p < params.size(); p++) {
        if (!params.get(p).learned() && node.at()[p] == 0) {
          node.at()[p] = place(node.name(), params.get(p), 1, 0);
        }
      }
    }
  }

  /**
   * The offsets of the tensors of the layer {@code other}, which layer i uses as its own tensors.
   */
  private int[] shared(NetSpec spec, int i, List<Param> params, String other) {
    for (String own : List.of("rateFactor", "decayFactor")) {
      if (spec.layers().get(i).containsKey(own)) {
        throw new IllegalArgumentException(
            own
                + " is set beside share = "
                + other
                + "; set it in "
                + other
                + ", which owns the parameters");
      }
    }
    if (!params.stream().allMatch(Param::learned)) {
      throw new IllegalArgumentException(
          "share = " + other + ": a layer with running statistics cannot share parameters");
    }
    for (Node node : nodes) {
      if (node.name().equals(other)) {
        List<Param> theirs = node.layer().params(node.inputs()[0]);
        List<String> wanted = theirs.stream().map(Param::describe).toList();
        List<String> found = params.stream().map(Param::describe).toList();
        if (found.isEmpty() || !found.equals(wanted)) {
          throw new IllegalArgumentException(
              "share = "
                  + other
                  + ": its parameters are "
                  + wanted
                  + ", the parameters of this layer would be "
                  + found
                  + "; expected equal parameters, and at least one");
        }
        return node.at();
      }
    }
    throw new IllegalArgumentException("share = " + other + " is no layer before this one");
  }

  /**
   * The parameters at the start of training: every tensor filled by its initialiser, a pure
   * function of the seed.
   */
  public float[] init(long seed) {
    float[] w = new float[parameters];
    for (int i = 0; i < tensors.size(); i++) {
      TensorSpec tensor = tensors.get(i);
      Param p = tensor.param();
      p.init()
          .fill(
              w,
              tensor.at(),
              tensor.size(),
              p.fanIn(),
              p.fanOut(),
              Rng.key(RandomStream.INIT.key(seed), i));
    }
    return w;
  }

  /** True if the network can read its features as sparse rows. */
  public boolean takesSparse() {
    return nodes.stream().allMatch(node -> node.from()[0] != 0 || node.layer().takesSparse())
        && nodes.stream().noneMatch(node -> node.layer().joins() && contains(node.from(), 0));
  }

  private static boolean contains(int[] values, int value) {
    return java.util.Arrays.stream(values).anyMatch(v -> v == value);
  }

  /**
   * Number of multiplications and additions in the matrix products for one row: in the backward
   * pass if {@code backwards} is true, otherwise in the forward pass. The backward pass computes,
   * for each product of the forward pass, one product for the derivative by the weights and, if
   * needed, one product for the derivative by the input.
   *
   * @param density fraction of a row's features that are stored, if rows are sparse; otherwise 1
   */
  public double flop(boolean backwards, double density) {
    Plan plan = new Plan(this, true, false, density < 1);
    double flop = 0;
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      double one = 2.0 * node.layer().multiplications(node.inputs()[0]);
      one *= node.from()[0] == 0 ? density : 1;
      flop += backwards ? one * (plan.deltas[i][0] < 0 ? 1 : 2) : one;
    }
    return flop;
  }

  /**
   * True if a layer (batch-norm) processes all rows of a shard's share of the mini-batch together.
   */
  public boolean wholeShares() {
    return nodes.stream().anyMatch(node -> node.layer().wholeShares());
  }

  /** True if a layer of the network draws random numbers in training. */
  public boolean random() {
    return nodes.stream().anyMatch(node -> node.layer().random());
  }

  /** Length of the flat parameter vector, which includes running statistics. */
  public int parameters() {
    return parameters;
  }

  /** Every parameter tensor, in the order of the flat vector. */
  public List<TensorSpec> tensors() {
    return List.copyOf(tensors);
  }

  /** Number of features of a row. */
  public int inputs() {
    return input.size();
  }

  /** Number of outputs for a row: the number of classes, or of target values. */
  public int outputs() {
    return outputs;
  }

  /** Number of floats in the target of a row; 1 if the target is a class index. */
  public int targetWidth() {
    return classes() ? 1 : outputs;
  }

  /**
   * Checks that the network's purpose and loss can use a target value.
   *
   * @throws IllegalArgumentException if the purpose or the loss cannot use the target value
   */
  public void checkTarget(float target) {
    if (purpose == Purpose.MULTI_LABEL && target != 0 && target != 1) {
      throw new IllegalArgumentException(
          "target " + target + "; network.task = multi-label expects 0 or 1");
    }
    loss.checkTarget(target);
  }

  /** The purpose of the network, which decides its targets and metrics. */
  public Purpose purpose() {
    return purpose;
  }

  /** True if targets are class indices, false if targets are numbers. */
  public boolean classes() {
    return purpose == Purpose.CLASSIFICATION;
  }

  /** True if the network's predictions are probabilities. */
  public boolean probabilistic() {
    return loss.probabilistic();
  }

  Loss loss() {
    return loss;
  }

  /** Name of node i, as the settings name it. */
  public String name(int i) {
    return nodes.get(i).name();
  }

  List<Node> nodes() {
    return nodes;
  }

  /** Number of elements in a row of the last node's output, which the loss reads. */
  int width() {
    return value(nodes.size()).size();
  }

  /**
   * Shape of a row of value i. Value 0 is the input of the network, value i + 1 is the output of
   * node i.
   */
  Shape value(int i) {
    return i == 0 ? input : nodes.get(i - 1).output();
  }
}
