package io.dendrite.nn;

/**
 * Support vector machine. Multi-class (Weston and Watkins, 1999): loss = sum over j != t of m_j
 * with m_j = max(0, 1 + y_j - y_t); dy_j = 1 where the margin is violated, dy_t = minus their
 * number. A single unit for two classes: loss = max(0, 1 - s y) with s = -1 or 1. With {@code norm
 * = 2} m^2 stands for m, and the derivatives are times 2 m. Option: {@code norm}, 1 unless given.
 */
final class HingeLoss implements Loss {
  private final boolean squared;

  HingeLoss(Options options) {
    squared = options.choice("norm", "1", "2").equals("2");
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

  private double single(int at, float[] y, float sign, float weight, float[] dy) {
    float margin = 1f - sign * y[at];
    if (dy != null) {
      dy[at] = -weight * sign * slope(margin);
    }
    return value(margin);
  }

  private double multi(int at, int width, float[] y, int target, float weight, float[] dy) {
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

  /** A margin that is not a number is violated. */
  private double value(float margin) {
    return margin <= 0 ? 0 : squared ? (double) margin * margin : margin;
  }

  private float slope(float margin) {
    return margin <= 0 ? 0f : squared ? 2f * margin : 1f;
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
          "network.loss = hinge needs network.task = classification and at least 2 classes; for regression use euclidean");
    }
  }
}
