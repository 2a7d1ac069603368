package io.dendrite.net;

import io.dendrite.nn.Param;
import java.io.Serializable;

/**
 * A parameter tensor's place in the flat vector.
 *
 * @param name of node and parameter, for example {@code inner-product-1.weight}
 * @param at offset of its first element
 * @param rateFactor factor on the learning rate; 0: the tensor stays as it is
 * @param decayFactor factor on the weight decay
 */
public record TensorSpec(String name, Param param, int at, double rateFactor, double decayFactor)
    implements Serializable {
  /** Number of elements. */
  public int size() {
    return param.size();
  }

  /** Sizes, the outermost first. */
  public int[] shape() {
    return param.shape();
  }

  /** True if it is learned, false if it is a running statistic. */
  public boolean learned() {
    return param.learned();
  }

  /** True for weights, which decay unless a setting says otherwise. */
  public boolean decays() {
    return param.decays();
  }

  /** The share of each step in a running statistic; 0 for learned parameters. */
  public double momentum() {
    return param.momentum();
  }

  /** Number of elements in a row of a matrix: the weights of one unit. */
  public int rowLength() {
    return shape().length > 1 ? size() / shape()[0] : 1;
  }
}
