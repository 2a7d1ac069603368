package io.dendrite.nn;

import java.io.Serializable;
import java.util.Arrays;

/**
 * One parameter tensor of a layer.
 *
 * @param name within its layer, for example {@code weight}
 * @param shape sizes, the outermost first
 * @param init how it starts
 * @param fanIn inputs of one unit, for the initialiser
 * @param fanOut units that one input feeds, for the initialiser
 * @param decays whether weight decay applies
 * @param momentum of a statistic, which is not learned but moves by this share of each step towards
 *     the mean over the rows of what backward added; 0 for what is learned
 */
public record Param(
    String name, int[] shape, Init init, int fanIn, int fanOut, boolean decays, double momentum)
    implements Serializable {

  /** What is learned. */
  public Param(String name, int[] shape, Init init, int fanIn, int fanOut, boolean decays) {
    this(name, shape, init, fanIn, fanOut, decays, 0);
  }

  /** A running statistic. */
  static Param statistic(String name, int[] shape, Init init, double momentum) {
    return new Param(name, shape, init, 1, 1, false, momentum);
  }

  /** True if it is learned. */
  public boolean learned() {
    return momentum == 0;
  }

  /** Number of elements; of a network that could be built. */
  public int size() {
    return Math.toIntExact(elements());
  }

  /** Number of elements, however many. */
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
