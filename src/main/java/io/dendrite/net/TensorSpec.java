package io.dendrite.net;

import io.dendrite.nn.Param;
import java.io.Serializable;

/**
 * A parameter tensor and its place in the flat parameter vector.
 *
 * @param name names of the node and of the parameter, for example {@code inner-product-1.weight}
 * @param at offset of the tensor's first element in the flat vector
 * @param rateFactor factor by which the learning rate is multiplied; 0: the tensor is not changed
 * @param decayFactor factor by which the weight decay is multiplied
 */
public record TensorSpec(String name, Param param, int at, double rateFactor, double decayFactor)
    implements Serializable {
  /** Number of elements of the tensor. */
  public int size() {
    return param.size();
  }

  /** Size of each dimension, the outermost first. */
  public int[] shape() {
    return param.shape();
  }

  /** True if the tensor is learned, false if it is a running statistic. */
  public boolean learned() {
    return param.learned();
  }

  /** True if weight decay applies to the tensor unless a setting switches it off. */
  public boolean decays() {
    return param.decays();
  }

  /**
   * For a running statistic, the weight of each step's mean in the statistic; 0 for learned
   * parameters.
   */
  public double momentum() {
    return param.momentum();
  }

  /** Number of elements in a row of the tensor, which are the weights of one unit. */
  public int rowLength() {
    return shape().length > 1 ? size() / shape()[0] : 1;
  }
}
