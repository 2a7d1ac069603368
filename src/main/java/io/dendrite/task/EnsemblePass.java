package io.dendrite.task;

import io.dendrite.net.Net;
import io.dendrite.net.Workspace;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Forward passes of a network, or of all members of an ensemble, over chunks of rows. An ensemble
 * predicts the mean of what its members predict: of their probabilities, scores or values. Not for
 * two threads at once.
 */
public final class EnsemblePass {
  private final Net net;
  private final float[][] members;
  private float[] mean = new float[0];

  /** The loss of the last chunk, summed over rows: the mean of the members'. */
  private double loss;

  public EnsemblePass(Net net, Ensemble ensemble) {
    this.net = net;
    members = ensemble.members();
  }

  /**
   * What metrics judge of a chunk of rows, [rows][outputs], and their loss.
   *
   * @param load puts a row into the workspace, for each member anew: a forward pass overwrites them
   * @param weighted do rows carry weights?
   */
  public float[] evaluate(Workspace space, int rows, IntConsumer load, boolean weighted) {
    loss = 0;
    if (members.length == 1) {
      forward(members[0], space, rows, load);
      loss = space.loss(rows, weighted);
      return net.classes() ? space.scores(rows) : space.predictions(rows);
    }
    begin(rows);
    for (float[] member : members) {
      forward(member, space, rows, load);
      loss += space.loss(rows, weighted) / members.length;
      add(space, rows);
    }
    return mean;
  }

  /** What a prediction reports of them, [rows][outputs]. */
  public float[] predict(Workspace space, int rows, IntConsumer load) {
    if (members.length == 1) {
      forward(members[0], space, rows, load);
      return space.predictions(rows);
    }
    begin(rows);
    for (float[] member : members) {
      forward(member, space, rows, load);
      add(space, rows);
    }
    return mean;
  }

  private static void forward(float[] w, Workspace space, int rows, IntConsumer load) {
    for (int row = 0; row < rows; row++) {
      load.accept(row);
    }
    space.forward(w, rows);
  }

  private void begin(int rows) {
    if (mean.length < rows * net.outputs()) {
      mean = new float[rows * net.outputs()];
    }
    Arrays.fill(mean, 0f);
  }

  private void add(Workspace space, int rows) {
    float share = 1f / members.length;
    float[] predicted = space.predictions(rows);
    float[] mean = this.mean;
    for (int i = 0, n = rows * net.outputs(); i < n; i++) {
      mean[i] += share * predicted[i];
    }
  }

  /** The loss of the last chunk evaluated. */
  public double loss() {
    return loss;
  }
}
