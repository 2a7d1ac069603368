package io.dendrite.optim;

import java.util.Arrays;
import java.util.List;

/**
 * L-BFGS (Liu and Nocedal, 1989), and OWL-QN, its variant for L1 (Andrew and Gao, 2007): steps
 * along -H g, where H is the inverse Hessian as estimated from the last steps and the changes of
 * the gradient along them, and the length of the step comes from a line search. Breeze does the
 * arithmetic. Its first step has the length 1, which its search extends to at most 57; if the
 * minimum lies farther, or much nearer, the search fails and is begun again from other lengths.
 *
 * @param memory number of steps that H is made of, at least 1
 * @param tolerance in [0, 1): the run ends where the next iteration can be expected to lower the
 *     value by no more than the square of this share, whatever the units of the value and the
 *     parameters
 * @param orthantWise whether the method is OWL-QN
 */
public record QuasiNewton(int memory, double tolerance, boolean orthantWise)
    implements LearningRule {
  /**
   * Where Breeze's search fails, it begins again with first steps that are longer or shorter by up
   * to this many powers of ten.
   */
  private static final int MOST_TENS = 16;

  private static final double LOG2_OF_10 = 3.321928094887362;

  /**
   * A step of at most this share of the parameters counts as none, since they are saved in single
   * precision.
   */
  private static final double NO_STEP = 1e-10;

  /** Beyond this, powers of two and their products leave the range of numbers. */
  private static final int MOST_EXPONENT = 500;

  /** The function that is minimised, without L1. */
  public interface Objective {
    /** Value and gradient at a point; neither array is changed later. */
    Evaluation at(double[] x);
  }

  /** Value and gradient at a point. */
  public record Evaluation(double value, double[] gradient) {}

  /**
   * The result of an iteration.
   *
   * @param state after it, or before it if the line search found nothing better
   * @param value at that state, with L1
   * @param gradientNorm Euclidean norm of the gradient, including the L1 penalty's part
   * @param found whether the line search found another point, with a finite value and gradient
   * @param converged whether there is no slope left
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
   * Takes one iteration, or none if nothing is left to gain.
   *
   * @param f not evaluated where the state already knows the result
   * @param l1 the L1 penalty on a unit of each element's magnitude; null except for OWL-QN
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
    // The first step is most often too short; along the gradient near a minimum it is too long.
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

  /** Backtracking accepts NaN, since no comparison with it holds. */
  private static boolean run(BreezeIteration iteration, QuasiNewtonState from) {
    return iteration.run()
        && Double.isFinite(iteration.value())
        && Double.isFinite(norm(iteration.gradient()))
        && !Arrays.equals(iteration.state().x(), from.x());
  }

  private Outcome outcome(QuasiNewtonState state, BreezeIteration at, boolean found) {
    return new Outcome(state, at.value(), norm(at.gradient()), found, converged(state, at));
  }

  /** Units in which the value is about 1, whatever the units of the objective. */
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
    // Where the last steps curve the other way, H says nothing of what is to be gained.
    return gain > 0
        && (gain <= tolerance * tolerance * Math.abs(at.value())
            || norm(step) <= NO_STEP * norm(state.x()));
  }

  /** H g, the step of the next iteration if H is right, by the two loops of Nocedal (1980). */
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
