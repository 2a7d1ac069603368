package io.dendrite.optim;

import java.util.Arrays;
import java.util.List;

/**
 * L-BFGS (Liu and Nocedal, 1989) and its variant for an L1 penalty, OWL-QN (Andrew and Gao, 2007).
 * Each step goes along -H g, where H is the inverse Hessian as estimated from past steps and the
 * changes of the gradient along these steps; a line search finds the length of the step. The
 * library Breeze does the arithmetic. Breeze's first step has the length 1, which Breeze's line
 * search extends to at most 57. If the minimum is farther away, or much nearer, the line search
 * fails and is started again with another length of the first step.
 *
 * @param memory number of past steps from which H is built, at least 1
 * @param tolerance a fraction in [0, 1); the run ends when the next iteration is expected to lower
 *     the value of the objective by at most tolerance^2 times this value
 * @param orthantWise whether the method is OWL-QN
 */
public record QuasiNewton(int memory, double tolerance, boolean orthantWise)
    implements LearningRule {
  /**
   * Largest exponent of the powers of ten by which Breeze's first step is made longer or shorter
   * when Breeze's line search is started again after a failure.
   */
  private static final int MOST_TENS = 16;

  private static final double LOG2_OF_10 = 3.321928094887362;

  /**
   * If the norm of a step is at most this fraction of the norm of the parameters, the method has
   * converged, since parameters are saved in single precision.
   */
  private static final double NO_STEP = 1e-10;

  /**
   * Largest exponent of a unit, which is a power of two; with larger exponents, products of units
   * would overflow.
   */
  private static final int MOST_EXPONENT = 500;

  /** The function that is minimised, without the L1 penalty. */
  public interface Objective {
    /**
     * Computes value and gradient at a point. Neither caller nor implementation may later change
     * {@code x} or the gradient.
     */
    Evaluation at(double[] x);
  }

  /** The value and the gradient of the objective at a point. */
  public record Evaluation(double value, double[] gradient) {}

  /**
   * The result of one iteration of the method.
   *
   * @param state state after the iteration; if the line search found no better point, the state
   *     before the iteration
   * @param value value of the objective at this state, with the L1 penalty
   * @param gradientNorm Euclidean norm of the gradient of the objective with the L1 penalty
   * @param found whether the line search found a new point with a finite value and gradient
   * @param converged whether no further iteration is expected to lower the value noticeably
   */
  public record Outcome(
      QuasiNewtonState state,
      double value,
      double gradientNorm,
      boolean found,
      boolean converged) {}

  @Override
  public List<String> slots() {
    return List.of();
  }

  @Override
  public boolean followsSchedule() {
    return false;
  }

  @Override
  public boolean fullBatch() {
    return true;
  }

  /**
   * Runs one iteration, or none if the state has already converged.
   *
   * @param f function to minimise; the function is not evaluated at the current point if the state
   *     has its value and gradient
   * @param l1 for each parameter, the factor of its absolute value in the L1 penalty; null except
   *     for OWL-QN
   */
  public Outcome next(QuasiNewtonState state, Objective f, double[] l1) {
    BreezeIteration iteration = new BreezeIteration(memory, l1, f, state, units(state, 1));
    if (converged(state, iteration)) {
      return outcome(state, iteration, false);
    }
    if (run(iteration, state)) {
      return outcome(iteration.state(), iteration, true);
    }
    QuasiNewtonState fresh =
        new QuasiNewtonState(state.x(), state.value(), state.gradient(), List.of(), List.of());
    // In the first iteration of a run, Breeze's first step is most often too short, so longer steps
    // are tried before shorter ones. In later iterations, near a minimum, Breeze's first step is
    // most often too long.
    int likely = state.steps().isEmpty() ? 1 : -1;
    for (int power = 1; power <= MOST_TENS; power++) {
      for (int sign : new int[] {likely, -likely}) {
        double length = Math.scalb(1.0, (int) Math.rint(sign * power * LOG2_OF_10));
        BreezeIteration again = new BreezeIteration(memory, l1, f, fresh, units(fresh, length));
        if (run(again, fresh)) {
          return outcome(again.state(), again, true);
        }
      }
    }
    return outcome(state, iteration, false);
  }

  /**
   * Runs an iteration. Returns true if the iteration reached a new point at which the value and
   * gradient of the objective are finite. Whether value and gradient are finite is checked here,
   * since Breeze's backtracking accepts NaN: every comparison with NaN is false.
   */
  private static boolean run(BreezeIteration iteration, QuasiNewtonState from) {
    return iteration.run()
        && Double.isFinite(iteration.value())
        && Double.isFinite(norm(iteration.gradient()))
        && !Arrays.equals(iteration.state().x(), from.x());
  }

  private Outcome outcome(QuasiNewtonState state, BreezeIteration at, boolean found) {
    return new Outcome(state, at.value(), norm(at.gradient()), found, converged(state, at));
  }

  /** The units in which Breeze computes, chosen such that the value of the objective is about 1. */
  private static BreezeIteration.Units units(QuasiNewtonState state, double length) {
    double size = Math.abs(state.value()) > 0 ? Math.abs(state.value()) : norm(state.gradient());
    int exponent = Math.max(-MOST_EXPONENT, Math.min(MOST_EXPONENT, Math.getExponent(size)));
    return new BreezeIteration.Units(Math.scalb(1.0, -exponent), length);
  }

  private boolean converged(QuasiNewtonState state, BreezeIteration at) {
    double[] g = at.gradient();
    if (norm(g) == 0) {
      return true;
    }
    if (state.steps().isEmpty()) {
      return false;
    }
    double[] step = step(state, g);
    double gain = dot(g, step) / 2;
    // If the predicted gain is 0 or less, the objective had negative curvature along the past
    // steps, so the gain cannot be predicted from H.
    return gain > 0
        && (gain <= tolerance * tolerance * Math.abs(at.value())
            || norm(step) <= NO_STEP * norm(state.x()));
  }

  /**
   * The product H g, where H is the inverse Hessian as estimated from the past steps. If the
   * estimate is exact, the next step is -H g. The product is computed by the two-loop recursion of
   * Nocedal (1980).
   */
  private static double[] step(QuasiNewtonState state, double[] g) {
    int n = state.steps().size();
    double[] q = g.clone();
    double[] a = new double[n];
    for (int i = 0; i < n; i++) {
      double[] s = state.steps().get(i);
      double[] y = state.changes().get(i);
      a[i] = dot(s, q) / dot(s, y);
      add(-a[i], y, q);
    }
    double[] y = state.changes().get(0);
    double scale = dot(state.steps().get(0), y) / dot(y, y);
    for (int j = 0; j < q.length; j++) {
      q[j] *= scale;
    }
    for (int i = n - 1; i >= 0; i--) {
      double[] s = state.steps().get(i);
      double b = dot(state.changes().get(i), q) / dot(s, state.changes().get(i));
      add(a[i] - b, s, q);
    }
    return q;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private static void add(double factor, double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      y[i] += factor * x[i];
    }
  }

  private static double norm(double[] x) {
    return Math.sqrt(dot(x, x));
  }
}
