package io.dendrite.optim;

import java.util.List;

/**
 * The state on which the next iteration of {@link QuasiNewton} depends. The arrays in a state are
 * never changed.
 *
 * @param x the current point, which is the parameter vector
 * @param value value of the objective at {@code x}, without the L1 penalty, or NaN before the first
 *     iteration
 * @param gradient gradient of the objective at {@code x}; null before the first iteration
 * @param steps the past steps from which the inverse Hessian H is estimated, newest first
 * @param changes for each past step, the change of the gradient along this step
 */
public record QuasiNewtonState(
    double[] x, double value, double[] gradient, List<double[]> steps, List<double[]> changes) {

  /**
   * The state before the first iteration, whose point is a parameter vector in single precision.
   */
  public static QuasiNewtonState starting(float[] parameters) {
    double[] x = new double[parameters.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = parameters[i];
    }
    return new QuasiNewtonState(x, Double.NaN, null, List.of(), List.of());
  }

  /**
   * A copy of this state with a new value and gradient, for use after the objective has changed.
   */
  public QuasiNewtonState with(QuasiNewton.Evaluation evaluation) {
    return new QuasiNewtonState(x, evaluation.value(), evaluation.gradient(), steps, changes);
  }
}
