package io.dendrite.net;

import io.dendrite.nn.Param;
import java.io.Serializable;

/**
 * A parameter tensor's place in the flat vector.
 *
 * @param name of node and parameter, for example {@code inner-product-1.weight}
 * @param at offset of its first element
 * @param rateFactor what the learning rate is multiplied by; 0: the tensor stays as it is
 * @param decayFactor what the weight decay is multiplied by
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

  /** Is it learned? Else it is a running statistic. */
  public boolean learned() {
    return param.learned();
  }

  /** Are they weights, which decay unless a setting says otherwise? */
  public boolean decays() {
    return param.decays();
  }

  /** Of a running statistic the share of a step in it; 0 for what is learned. */
  public double momentum() {
    return param.momentum();
  }

  /** Elements of a row of a matrix: the weights of one unit. */
  public int rowLength() {
    return shape().length > 1 ? size() / shape()[0] : 1;
  }
}
