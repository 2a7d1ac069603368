package io.dendrite.optim;

import java.util.List;

/**
 * All that the next iteration of {@link QuasiNewton} depends on. No array changes.
 *
 * @param x the point
 * @param value of the objective there, without L1; NaN before the first iteration
 * @param gradient there; null before the first iteration
 * @param steps the last ones, newest first
 * @param changes of the gradient by these
 */
public record QuasiNewtonState(
    double[] x, double value, double[] gradient, List<double[]> steps, List<double[]> changes) {

  /** A start from single precision. */
  public static QuasiNewtonState starting(float[] parameters) {
    double[] x = new double[parameters.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = parameters[i];
    }
    return new QuasiNewtonState(x, Double.NaN, null, List.of(), List.of());
  }

  /** The same with a new value and gradient, for an objective that has changed. */
  public QuasiNewtonState with(QuasiNewton.Evaluation evaluation) {
    return new QuasiNewtonState(x, evaluation.value(), evaluation.gradient(), steps, changes);
  }
}
