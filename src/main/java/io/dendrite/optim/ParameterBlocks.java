package io.dendrite.optim;

import java.io.Serializable;
import java.util.List;

/**
 * The flat parameter vector cut into blocks of at most 4,096 elements, never across tensors: the
 * unit of norms and of parallel updates. Sums over blocks are folded in index order, so a norm has
 * the same bits whoever computes which block.
 *
 * @param from first element of each block, and one more entry: the length of the vector
 * @param tensor of each block
 * @param tensors in the order of the vector
 */
public record ParameterBlocks(int[] from, int[] tensor, List<Tensor> tensors)
    implements Serializable {
  private static final int SIZE = 4096;

  /**
   * A tensor of the vector.
   *
   * @param size elements
   * @param row elements of a row: the weights of one unit
   * @param rateFactor factor on the learning rate; 0: the tensor stays as it is
   * @param decayFactor factor on the weight decay; 0: the tensor does not decay
   * @param weights whether they are weights, not biases and the like
   * @param momentum momentum for a running statistic: the fraction of the way that it moves in each
   *     step towards the mean over the step's rows; 0 for a learned parameter
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
   * Cuts tensors that follow one another in the vector.
   *
   * @param wholeRows whether no block may end within a row of weights; a block is then larger than
   *     usual where a row is
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

  /** Number of blocks. */
  public int count() {
    return tensor.length;
  }

  /** The tensor of a block. */
  Tensor of(int block) {
    return tensors.get(tensor[block]);
  }
}
