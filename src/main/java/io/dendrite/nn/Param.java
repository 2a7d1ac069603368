package io.dendrite.nn;

import java.io.Serializable;

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

  /** Number of elements. */
  public int size() {
    int size = 1;
    for (int length : shape) {
      size = Math.multiplyExact(size, length);
    }
    return size;
  }
}
