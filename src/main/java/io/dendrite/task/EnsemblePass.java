package io.dendrite.task;

import io.dendrite.data.RowBlock;
import io.dendrite.net.Workspace;
import java.util.Arrays;

/**
 * Forward passes of a network, or of all members of an ensemble, over the rows of blocks, each
 * block in fixed chunks. An ensemble predicts the mean of what its members predict: of their
 * probabilities, scores or values. Not for two threads at once.
 */
public final class EnsemblePass {
  private final TaskSetup setup;
  private final float[][] members;
  private float[] mean = new float[0];

  /** The loss of the last chunk, summed over rows: the mean of the members'. */
  private double loss;

  public EnsemblePass(TaskSetup setup, Ensemble ensemble) {
    this.setup = setup;
    members = ensemble.members();
  }

  /** What is done with a chunk of a block's rows. */
  public interface Chunk {
    /**
     * Does it.
     *
     * @param first of the rows in the block
     * @param y [rows][outputs], valid until the next chunk
     */
    void rows(Workspace space, int first, int rows, float[] y);
  }

  /** Puts a row into the workspace. */
  private interface Load {
    void row(RowBlock block, int row, Workspace space, int place);
  }

  /** What one network says of the rows in the workspace. */
  private interface Output {
    float[] of(Workspace space, int rows);
  }

  /** What metrics judge of a block's rows, whose targets and weights are in the workspace. */
  public void evaluate(RowBlock block, boolean weighted, Chunk chunk) {
    boolean scores = members.length == 1 && setup.net.classes();
    chunks(
        block,
        setup::load,
        (space, rows) -> {
          loss += space.loss(rows, weighted) / members.length;
          return scores ? space.scores(rows) : space.predictions(rows);
        },
        chunk);
  }

  /** What a prediction reports of a block's rows, which need no targets. */
  public void predict(RowBlock block, Chunk chunk) {
    chunks(block, setup::loadFeatures, Workspace::predictions, chunk);
  }

  private void chunks(RowBlock block, Load load, Output output, Chunk chunk) {
    if (block.rows() == 0) {
      return;
    }
    Workspace space = setup.borrow(false, Math.min(setup.chunk, block.rows()));
    try {
      for (int first = 0; first < block.rows(); first += setup.chunk) {
        int rows = Math.min(setup.chunk, block.rows() - first);
        float[] y = null;
        begin(rows);
        for (float[] w : members) {
          // For each member anew: a forward pass overwrites them.
          for (int i = 0; i < rows; i++) {
            load.row(block, first + i, space, i);
          }
          space.forward(w, rows);
          y = joined(output.of(space, rows), rows);
        }
        chunk.rows(space, first, rows, y);
      }
    } finally {
      setup.giveBack(false, space);
    }
  }

  private void begin(int rows) {
    loss = 0;
    int n = members.length == 1 ? 0 : rows * setup.net.outputs();
    if (mean.length < n) {
      mean = new float[n];
    }
    Arrays.fill(mean, 0f);
  }

  /** The mean so far, with what a member predicted; the only member's as it is. */
  private float[] joined(float[] predicted, int rows) {
    if (members.length == 1) {
      return predicted;
    }
    float share = 1f / members.length;
    float[] mean = this.mean;
    for (int i = 0, n = rows * setup.net.outputs(); i < n; i++) {
      mean[i] += share * predicted[i];
    }
    return mean;
  }

  /** The loss of the last chunk evaluated. */
  public double loss() {
    return loss;
  }
}
