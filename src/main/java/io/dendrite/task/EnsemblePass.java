package io.dendrite.task;

import io.dendrite.data.RowBlock;
import io.dendrite.net.Workspace;
import java.util.Arrays;

/**
 * Forward passes of a network, or of all members of an ensemble, over the rows of blocks, in chunks
 * of a fixed number of rows. An ensemble predicts the mean of its members' predictions:
 * probabilities, scores or values. Not thread-safe.
 */
public final class EnsemblePass {
  private final TaskSetup setup;
  private final float[][] members;
  private float[] mean = new float[0];

  /**
   * The loss of the last chunk, summed over rows; for an ensemble, the mean of its members' losses.
   */
  private double loss;

  public EnsemblePass(TaskSetup setup, Ensemble ensemble) {
    this.setup = setup;
    members = ensemble.members();
  }

  /** Processes the predictions for each chunk of a block's rows. */
  public interface Chunk {
    /**
     * Processes a chunk.
     *
     * @param first index of the chunk's first row in the block
     * @param y predictions, as [rows][outputs], valid until the next chunk
     */
    void rows(Workspace space, int first, int rows, float[] y);
  }

  /** Loads a row into the workspace. */
  private interface Load {
    void row(RowBlock block, int row, Workspace space, int place);
  }

  /** The output of one network for the rows in the workspace. */
  private interface Output {
    float[] of(Workspace space, int rows);
  }

  /**
   * Computes predictions and losses for a block's rows, for metrics, and loads the rows' targets
   * and weights into the workspace. Predictions and targets are in the units of the data, the loss
   * is the one that training minimises.
   */
  public void evaluate(RowBlock block, boolean weighted, Chunk chunk) {
    boolean scores = members.length == 1 && setup.net.classes();
    chunks(
        block,
        setup::load,
        (space, rows) -> {
          loss += space.loss(rows, weighted) / members.length;
          return scores ? space.scores(rows) : predictions(space, rows);
        },
        (space, first, rows, y) -> {
          setup.unscaleTargets(block, first, space, rows);
          chunk.rows(space, first, rows, y);
        });
  }

  /** Computes the predictions for a block's rows; the rows need no targets. */
  public void predict(RowBlock block, Chunk chunk) {
    chunks(block, setup::loadFeatures, this::predictions, chunk);
  }

  private float[] predictions(Workspace space, int rows) {
    float[] y = space.predictions(rows);
    setup.scaler.targets().invert(y, rows);
    return y;
  }

  /** Processes the scores and predictions for each chunk of a block's rows. */
  public interface ScoredChunk {
    /**
     * Processes a chunk.
     *
     * @param first index of the chunk's first row in the block
     * @param scores scores, as [rows][outputs], valid until the next chunk: the network's outputs,
     *     from which its loss computes the predictions, or the logarithms of an ensemble's
     *     predictions
     * @param y predictions, as [rows][outputs], valid until the next chunk
     */
    void rows(int first, int rows, float[] scores, float[] y);
  }

  /** Computes scores and predictions for a block's rows; the rows need no targets. */
  public void predictWithScores(RowBlock block, ScoredChunk chunk) {
    int outputs = setup.net.outputs();
    float[] scores = new float[Math.min(setup.chunk, block.rows()) * outputs];
    boolean single = members.length == 1;
    chunks(
        block,
        setup::loadFeatures,
        (space, rows) -> {
          if (single) {
            System.arraycopy(space.scores(rows), 0, scores, 0, rows * outputs);
          }
          return predictions(space, rows);
        },
        (space, first, rows, y) -> {
          for (int i = 0; i < rows * outputs && !single; i++) {
            scores[i] = (float) Math.log(y[i]);
          }
          chunk.rows(first, rows, scores, y);
        });
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
          // The rows are loaded again for each member, since a forward pass overwrites them.
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

  /**
   * Adds the predictions of one member to the ensemble's mean and returns the mean; for a single
   * network, returns {@code predicted}.
   */
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

  /** The loss of the last chunk that was evaluated. */
  public double loss() {
    return loss;
  }
}
