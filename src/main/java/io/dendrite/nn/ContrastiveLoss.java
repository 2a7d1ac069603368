package io.dendrite.nn;

/**
 * Contrastive loss of pairs (Hadsell, Chopra and LeCun, 2006): y consists of two vectors a and b of
 * equal length, first a, then b; d = |a - b|. For a row of the second class (a and b belong
 * together): loss = d^2 / 2, da = a - b. For a row of the first class (a and b differ): loss =
 * max(0, m - d)^2 / 2, da = -(m - d) / d (a - b) where 0 < d < m, else 0. In both classes, db =
 * -da. A row is predicted to be of the second class if d is below m / 2. The option {@code margin}
 * is the number m, 1 unless given.
 *
 * <p>The vectors a and b are computed from the two halves of a row by layers that {@code share}
 * parameters.
 */
final class ContrastiveLoss implements Loss {
  private final double margin;

  ContrastiveLoss(Options options) {
    margin = options.positive("margin", 1);
  }

  @Override
  public double evaluate(
      int rows,
      int width,
      float[] y,
      float[] targets,
      boolean classes,
      float[] weights,
      float[] dy) {
    int half = width / 2;
    double loss = 0;
    for (int row = 0; row < rows; row++) {
      int at = row * width;
      float weight = weights == null ? 1f : weights[row];
      double distance = distance(y, at, half);
      boolean same = targets[row] == 1f;
      double apart = same ? distance : Math.max(0, margin - distance);
      loss += weight * (0.5 * apart * apart);
      if (dy != null) {
        double factor = same ? 1 : distance > 0 ? -apart / distance : 0;
        for (int j = at; j < at + half; j++) {
          dy[j] = (float) (weight * factor * ((double) y[j] - y[j + half]));
          dy[j + half] = -dy[j];
        }
      }
    }
    return loss;
  }

  private static double distance(float[] y, int at, int half) {
    double squares = 0;
    for (int j = at; j < at + half; j++) {
      double difference = (double) y[j] - y[j + half];
      squares += difference * difference;
    }
    return Math.sqrt(squares);
  }

  @Override
  public boolean fits(boolean classes, int outputs, int width) {
    return width % 2 == 0;
  }

  @Override
  public String advice(int outputs) {
    return "end network.layers with the concat of two vectors of one width";
  }

  @Override
  public boolean converts(int outputs, int width) {
    return true;
  }

  @Override
  public void scores(int rows, int width, float[] y, int outputs, float[] scores) {
    for (int row = 0; row < rows; row++) {
      float closer = (float) (0.5 * margin - distance(y, row * width, width / 2));
      scores[2 * row] = -closer;
      scores[2 * row + 1] = closer;
    }
  }

  @Override
  public void check(boolean classes, int outputs) {
    if (!classes || outputs != 2) {
      throw new IllegalArgumentException(
          "network.loss = contrastive needs network.task = classification and 2 classes: different, then same");
    }
  }
}
