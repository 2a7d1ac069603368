package io.dendrite.nn;

/**
 * The loss of Rosenblatt's perceptron (1958), to which only rows that are predicted wrongly
 * contribute. With a single unit, s is -1 for the first class and 1 for the second. A row is
 * predicted wrongly unless s y > 0; the loss of such a row is -s y, with dy = -s. With one unit for
 * each class, the prediction k is the index of the greatest y, or the first such index if several
 * are equal; where k is not the class t, loss = y_k - y_t, dy_k = 1, dy_t = -1.
 *
 * <p>With an inner product, no momentum and {@code train.batch = 1}, a training step is the
 * perceptron rule w = w + eta s x; with a larger batch, a step changes w by the mean of the changes
 * that this rule makes for the rows of the batch.
 */
final class PerceptronLoss extends MarginLoss {
  PerceptronLoss() {
    super("perceptron");
  }

  @Override
  double single(int at, float[] y, float sign, float weight, float[] dy) {
    boolean right = sign * y[at] > 0;
    if (dy != null) {
      dy[at] = right ? 0f : -weight * sign;
    }
    return right ? 0 : -(double) sign * y[at];
  }

  @Override
  double multi(int at, int width, float[] y, int target, float weight, float[] dy) {
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
}
