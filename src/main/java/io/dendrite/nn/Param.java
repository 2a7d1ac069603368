package io.dendrite.nn;

import java.io.Serializable;
import java.util.Arrays;

/**
 * One parameter tensor of a layer.
 *
 * @param name within its layer, for example {@code weight}
 * @param shape sizes, the outermost first
 * @param init its initial values
 * @param fanIn inputs of one unit, for the initialiser
 * @param fanOut units that one input feeds, for the initialiser
 * @param decays whether weight decay applies
 * @param momentum the share by which each step moves a running statistic, which is not learned,
 *     towards the mean over the rows of what backward added; 0 for a learned parameter
 */
public record Param(
    String name, int[] shape, Init init, int fanIn, int fanOut, boolean decays, double momentum)
    implements Serializable {

  /** A learned parameter. */
  public Param(String name, int[] shape, Init init, int fanIn, int fanOut, boolean decays) {
    this(name, shape, init, fanIn, fanOut, decays, 0);
  }

  /** A running statistic. */
  static Param statistic(String name, int[] shape, Init init, double momentum) {
    return new Param(name, shape, init, 1, 1, false, momentum);
  }

  /** True for a learned parameter, false for a running statistic. */
  public boolean learned() {
    return momentum == 0;
  }

  /** Number of elements, which must fit an int, as it does in every network that was built. */
  public int size() {
    return Math.toIntExact(elements());
  }

  /** Number of elements, also above the range of int. */
  public long elements() {
    long elements = 1;
    for (int length : shape) {
      elements = Math.multiplyExact(elements, length);
    }
    return elements;
  }

  /** Name and shape, for messages. */
  public String describe() {
    return name + Arrays.toString(shape);
  }
}
