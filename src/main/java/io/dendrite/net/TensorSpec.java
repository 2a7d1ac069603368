package io.dendrite.net;

import io.dendrite.nn.Param;
import java.io.Serializable;

/**
 * A parameter tensor of a network, and its offset in the flat parameter vector.
 *
 * @param name names of the node and of the parameter, for example {@code inner-product-1.weight}
 * @param at offset of the tensor's first element in the flat parameter vector
 * @param rateFactor factor by which the learning rate is multiplied for this tensor; if 0, training
 *     does not change the tensor
 * @param decayFactor factor by which the weight decay is multiplied for this tensor
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
   * For a running statistic, the weight that the mean of the current step gets in the statistic; 0
   * for learned parameters.
   */
  public double momentum() {
    return param.momentum();
  }

  /**
   * Number of elements in a row of the tensor; the elements of a row are the weights of one unit.
   */
  public int rowLength() {
    return shape().length > 1 ? size() / shape()[0] : 1;
  }
}
