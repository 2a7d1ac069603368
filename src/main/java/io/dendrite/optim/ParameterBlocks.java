package io.dendrite.optim;

import java.io.Serializable;

/**
 * The flat parameter vector cut into blocks of at most 4,096 elements, never across tensors: the
 * unit of norms and of parallel updates. Sums over blocks are folded in index order, so a norm has
 * the same bits whoever computes which block.
 *
 * @param from first element of each block, and one more entry: the length of the vector
 * @param decays does weight decay apply to the block?
 */
public record ParameterBlocks(int[] from, boolean[] decays) implements Serializable {
  private static final int SIZE = 4096;

  /**
   * Cuts tensors that follow one another in the vector.
   *
   * @param sizes elements of each tensor
   * @param tensorDecays does weight decay apply to the tensor?
   */
  public static ParameterBlocks cut(int[] sizes, boolean[] tensorDecays) {
    int count = 0;
    for (int size : sizes) {
      count += (size + SIZE - 1) / SIZE;
    }
    int[] from = new int[count + 1];
    boolean[] decays = new boolean[count];
    int block = 0;
    int at = 0;
    for (int t = 0; t < sizes.length; t++) {
      for (int done = 0; done < sizes[t]; done += SIZE) {
        from[block] = at + done;
        decays[block++] = tensorDecays[t];
      }
      at += sizes[t];
    }
    from[count] = at;
    return new ParameterBlocks(from, decays);
  }

  /** Number of blocks. */
  public int count() {
    return decays.length;
  }
}
