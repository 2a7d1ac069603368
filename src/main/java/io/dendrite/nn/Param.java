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
 * @param decays does weight decay apply?
 */
public record Param(String name, int[] shape, Init init, int fanIn, int fanOut, boolean decays)
    implements Serializable {

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
