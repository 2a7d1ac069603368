package io.dendrite.nn;

/**
 * Rosenblatt's perceptron (1958): only mistakes count. A single unit for two classes s = -1 and 1:
 * a row is a mistake unless s y > 0; loss = -s y, dy = -s. Multi-class: the prediction k is the
 * greatest y, the first of equal ones; where it is not the class t, loss = y_k - y_t, dy_k = 1,
 * dy_t = -1.
 *
 * <p>With an inner product, no momentum and {@code train.batch = 1}, a step is the rule w = w + eta
 * s x; with larger batches the mean over the batch.
 */
final class PerceptronLoss implements Loss {
  @Override
  public double evaluate(
      int rows,
      int width,
      float[] y,
      float[] targets,
      boolean classes,
      float[] weights,
      float[] dy) {
    double loss = 0;
    for (int row = 0; row < rows; row++) {
      int target = (int) targets[row];
      float weight = weights == null ? 1f : weights[row];
      loss +=
          weight
              * (width == 1
                  ? single(row, y, target == 1 ? 1f : -1f, weight, dy)
                  : multi(row * width, width, y, row * width + target, weight, dy));
    }
    return loss;
  }

  private static double single(int at, float[] y, float sign, float weight, float[] dy) {
    boolean right = sign * y[at] > 0;
    if (dy != null) {
      dy[at] = right ? 0f : -weight * sign;
    }
    return right ? 0 : -(double) sign * y[at];
  }

  private static double multi(int at, int width, float[] y, int target, float weight, float[] dy) {
    int greatest = at;
    for (int j = at + 1; j < at + width; j++) {
      greatest = y[j] > y[greatest] ? j : greatest;
    }
    if (dy != null) {
      java.util.Arrays.fill(dy, at, at + width, 0f);
      dy[greatest] += weight;
      dy[target] -= weight;
    }
    return (double) y[greatest] - y[target];
  }

  @Override
  public boolean fits(boolean classes, int outputs, int width) {
    return SingleUnit.fits(classes, outputs, width);
  }

  @Override
  public void scores(int rows, int width, float[] y, int outputs, float[] scores) {
    SingleUnit.scores(rows, y, scores);
  }

  @Override
  public void check(boolean classes, int outputs) {
    if (!classes || outputs < 2) {
      throw new IllegalArgumentException(
          "network.loss = perceptron needs network.task = classification and at least 2 classes; for regression use euclidean");
    }
  }
}
