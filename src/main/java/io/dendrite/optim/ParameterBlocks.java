package io.dendrite.optim;

import java.io.Serializable;
import java.util.List;

/**
 * The flat parameter vector, cut into blocks of at most 4,096 elements. Each block lies within one
 * tensor. The squares in a norm are summed block by block, and blocks are updated in parallel. The
 * blocks' sums are added in index order, so a norm has the same bits whichever task or thread
 * computes the sum of a block.
 *
 * @param from index of the first element of each block; after the last block, one more entry holds
 *     the length of the parameter vector
 * @param tensor for each block, the index of its tensor
 * @param tensors the tensors, in the order of the parameter vector
 */
public record ParameterBlocks(int[] from, int[] tensor, List<Tensor> tensors)
    implements Serializable {
  private static final int SIZE = 4096;

  /**
   * A tensor in the flat parameter vector.
   *
   * @param size number of elements of the tensor
   * @param row number of elements in a row of the tensor; the elements of a row are the weights of
   *     one unit
   * @param rateFactor factor by which the learning rate is multiplied for this tensor; if 0,
   *     training does not change the tensor
   * @param decayFactor factor by which the weight decay is multiplied for this tensor; if 0, the
   *     tensor has no weight decay
   * @param weights whether the tensor holds weights, rather than biases and the like
   * @param momentum for a running statistic, the factor c of the update s = s + c (m - s) in each
   *     step, where s is the statistic and m its mean over the rows of the step; 0 for a learned
   *     parameter
   */
  public record Tensor(
      int size, int row, double rateFactor, double decayFactor, boolean weights, double momentum)
      implements Serializable {
    /** A tensor of learned parameters. */
    public Tensor(int size, int row, double rateFactor, double decayFactor) {
      this(size, row, rateFactor, decayFactor, decayFactor > 0, 0);
    }
  }

  /**
   * Divides the parameter vector, which consists of the given tensors, into blocks.
   *
   * @param wholeRows whether blocks may end only at the end of a row of weights; if true, a row of
   *     more than 4,096 elements makes a larger block
   */
  public static ParameterBlocks cut(List<Tensor> tensors, boolean wholeRows) {
    int count = 0;
    for (Tensor tensor : tensors) {
      int length = length(tensor, wholeRows);
      count += (tensor.size() + length - 1) / length;
    }
    int[] from = new int[count + 1];
    int[] of = new int[count];
    int block = 0;
    int at = 0;
    for (int t = 0; t < tensors.size(); t++) {
      int length = length(tensors.get(t), wholeRows);
      for (int done = 0; done < tensors.get(t).size(); done += length) {
        from[block] = at + done;
        of[block++] = t;
      }
      at += tensors.get(t).size();
    }
    from[count] = at;
    return new ParameterBlocks(from, of, List.copyOf(tensors));
  }

  private static int length(Tensor tensor, boolean wholeRows) {
    int row = wholeRows && tensor.weights() ? Math.max(1, tensor.row()) : 1;
    return Math.max(1, SIZE / row) * row;
  }

  /** Number of blocks of the parameter vector. */
  public int count() {
    return tensor.length;
  }

  /** The tensor in which a block lies. */
  Tensor of(int block) {
    return tensors.get(tensor[block]);
  }
}
