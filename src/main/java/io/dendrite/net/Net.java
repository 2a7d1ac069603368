package io.dendrite.net;

import io.dendrite.math.Rng;
import io.dendrite.nn.Layer;
import io.dendrite.nn.Loss;
import io.dendrite.nn.Param;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A network with all widths known: a chain of nodes, a loss, and the layout of the one flat
 * parameter vector. Immutable.
 */
public final class Net implements Serializable {
  private static final long serialVersionUID = 1;

  private final List<Node> nodes = new ArrayList<>();
  private final List<TensorSpec> tensors = new ArrayList<>();
  private final Loss loss;
  private final boolean classes;
  private final int inputWidth;
  private final int parameters;

  /**
   * Builds and checks a net.
   *
   * @param inputs features of a row
   * @param outputs classes, or values of a target row
   * @throws IllegalArgumentException if a layer does not fit, the last width is not {@code
   *     outputs}, or the loss cannot serve the task
   */
  public Net(NetSpec spec, int inputs, int outputs) {
    inputWidth = inputs;
    classes = spec.classes();
    int width = inputs;
    long at = 0;
    for (int i = 0; i < spec.layers().size(); i++) {
      String name = spec.layers().get(i).get("name").toString();
      Layer layer = spec.layer(i);
      List<Param> params = layer.params(width);
      int[] offsets = new int[params.size()];
      for (int p = 0; p < offsets.length; p++) {
        Param param = params.get(p);
        offsets[p] = (int) at;
        tensors.add(new TensorSpec(name + "." + param.name(), param, (int) at));
        long size = 1;
        for (int length : param.shape()) {
          size *= length;
        }
        at += size;
        if (at > Integer.MAX_VALUE - 8) {
          throw new IllegalArgumentException(
              "the network has more than 2^31 parameters at layer "
                  + name
                  + "; expected fewer units");
        }
      }
      int out = layer.width(width);
      nodes.add(new Node(name, layer, width, out, offsets));
      width = out;
    }
    parameters = (int) at;
    loss = spec.makeLoss();
    loss.check(classes, outputs);
    if (width != outputs) {
      throw new IllegalArgumentException(
          "the last layer ("
              + nodes.get(nodes.size() - 1).name()
              + ") gives "
              + width
              + " outputs, but the data has "
              + outputs
              + (classes ? " classes" : " target values")
              + "; end network.layers with \"inner-product "
              + outputs
              + "\"");
    }
  }

  /** The start of training: every tensor filled by its initialiser, a pure function of the seed. */
  public float[] init(long seed) {
    float[] w = new float[parameters];
    for (int i = 0; i < tensors.size(); i++) {
      TensorSpec tensor = tensors.get(i);
      Param p = tensor.param();
      p.init()
          .fill(
              w, tensor.at(), tensor.size(), p.fanIn(), p.fanOut(), Rng.key(Rng.key(seed, -1), i));
    }
    return w;
  }

  /** Can the features of a chunk be sparse rows? */
  public boolean takesSparse() {
    return nodes.get(0).layer().takesSparse();
  }

  /** Learned parameters in all. */
  public int parameters() {
    return parameters;
  }

  /** Every parameter tensor, in the order of the flat vector. */
  public List<TensorSpec> tensors() {
    return List.copyOf(tensors);
  }

  /** Features of a row. */
  public int inputs() {
    return inputWidth;
  }

  /** Outputs of a row: classes, or target values. */
  public int outputs() {
    return nodes.get(nodes.size() - 1).out();
  }

  /** Floats of a target row: 1 for a class index. */
  public int targetWidth() {
    return classes ? 1 : outputs();
  }

  /** Classification or regression. */
  public boolean classes() {
    return classes;
  }

  /** Are predictions probabilities? */
  public boolean probabilistic() {
    return loss.probabilistic();
  }

  Loss loss() {
    return loss;
  }

  /** Name of node i. */
  public String name(int i) {
    return nodes.get(i).name();
  }

  List<Node> nodes() {
    return nodes;
  }
}
