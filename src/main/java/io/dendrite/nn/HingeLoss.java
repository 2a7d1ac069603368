package io.dendrite.nn;

/**
 * The loss of support vector machines. For one unit per class (Weston and Watkins, 1999): loss =
 * sum over j != t of m_j with m_j = max(0, 1 + y_j - y_t); dy_j = 1 where m_j is above 0, dy_t =
 * minus the number of such j. For a single unit and two classes: loss = max(0, 1 - s y), where s is
 * -1 for the first class and 1 for the second. With {@code norm = 2}, each term of the loss is
 * squared, and its derivative is multiplied by twice the term. The option {@code norm} is 1 unless
 * given.
 */
final class HingeLoss extends MarginLoss {
  private final boolean squared;

  HingeLoss(Options options) {
    super("hinge");
    squared = options.choice("norm", "1", "2").equals("2");
  }

  @Override
  double single(int at, float[] y, float sign, float weight, float[] dy) {
    float margin = 1f - sign * y[at];
    if (dy != null) {
      dy[at] = -weight * sign * slope(margin);
    }
    return value(margin);
  }

  @Override
  double multi(int at, int width, float[] y, int target, float weight, float[] dy) {
    double margins = 0;
    float violations = 0;
    for (int j = at; j < at + width; j++) {
      float margin = j == target ? 0f : 1f + y[j] - y[target];
      margins += value(margin);
      float slope = slope(margin);
      violations += slope;
      if (dy != null) {
        dy[j] = weight * slope;
      }
    }
    if (dy != null) {
      dy[target] = -weight * violations;
    }
    return margins;
  }

  /** The loss for a margin m. A NaN margin is not replaced by 0, so the loss is then NaN. */
  private double value(float margin) {
    return margin <= 0 ? 0 : squared ? (double) margin * margin : margin;
  }

  private float slope(float margin) {
    return margin <= 0 ? 0f : squared ? 2f * margin : 1f;
  }
}
