package io.dendrite.nn;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The description of one parameter tensor of a layer.
 *
 * @param name name of the tensor within its layer, for example {@code weight}
 * @param shape size of each dimension, the outermost first
 * @param init initialiser of the tensor's values
 * @param fanIn number of inputs of one unit, which some initialisers use
 * @param fanOut number of units that read one input, which some initialisers use
 * @param decays whether weight decay applies to the tensor
 * @param momentum for a running statistic, the factor c of the update s = s + c (m - s) in each
 *     step, where s is the statistic and m its mean over the rows of the step; 0 for a learned
 *     parameter
 */
public record Param(
    String name, int[] shape, Init init, int fanIn, int fanOut, boolean decays, double momentum)
    implements Serializable {

  /** Describes a learned parameter tensor. */
  public Param(String name, int[] shape, Init init, int fanIn, int fanOut, boolean decays) {
    this(name, shape, init, fanIn, fanOut, decays, 0);
  }

  /** Describes a tensor of running statistics. */
  static Param statistic(String name, int[] shape, Init init, double momentum) {
    return new Param(name, shape, init, 1, 1, false, momentum);
  }

  /** True for a learned parameter, false for a running statistic. */
  public boolean learned() {
    return momentum == 0;
  }

  /**
   * Number of elements of the tensor. The number of elements fits into an int, since no network
   * with a larger tensor can be built.
   */
  public int size() {
    return Math.toIntExact(elements());
  }

  /**
   * Number of elements of the tensor, as a long, since the number may be above the range of int.
   */
  public long elements() {
    long elements = 1;
    for (int length : shape) {
      elements = Math.multiplyExact(elements, length);
    }
    return elements;
  }

  /** Name and shape of the tensor, for error messages. */
  public String describe() {
    return name + Arrays.toString(shape);
  }
}
