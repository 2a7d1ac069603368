package io.dendrite.nn;

/**
 * Multi-class support vector machine (Weston and Watkins, 1999): loss = sum over j != t of max(0, 1
 * + y_j - y_t); dy_j = 1 where the margin is violated, dy_t = minus their number.
 */
final class HingeLoss implements Loss {
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
      int at = row * width;
      int target = at + (int) targets[row];
      float weight = weights == null ? 1f : weights[row];
      double margins = 0;
      float violations = 0;
      for (int j = at; j < at + width; j++) {
        float margin = 1f + y[j] - y[target];
        boolean violated = j != target && !(margin <= 0);
        margins += violated ? margin : 0;
        violations += violated ? 1 : 0;
        if (dy != null) {
          dy[j] = violated ? weight : 0f;
        }
      }
      if (dy != null) {
        dy[target] = -weight * violations;
      }
      loss += weight * margins;
    }
    return loss;
  }

  @Override
  public void check(boolean classes, int width) {
    if (!classes || width < 2) {
      throw new IllegalArgumentException(
          "network.loss = hinge needs network.task = classification and at least 2 classes; for regression use euclidean");
    }
  }
}
