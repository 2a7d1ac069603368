package io.dendrite.optim;

import java.util.Arrays;
import java.util.List;

/**
 * L-BFGS (Liu and Nocedal, 1989), and OWL-QN, its kin for L1 (Andrew and Gao, 2007): steps along -H
 * g, with H the inverse Hessian as the last steps and the changes of the gradient along them show
 * it, as far as a line search finds good. Breeze does the arithmetic.
 *
 * @param memory how many steps H is made of
 * @param tolerance the run ends where the gradient's norm is at most this share of the value
 * @param orthantWise OWL-QN
 */
public record QuasiNewton(int memory, double tolerance, boolean orthantWise)
    implements LearningRule {
  /** A gradient as short as this is none, whatever the value. */
  private static final double NOTHING = 1e-8;

  /** Checks the ranges. */
  public QuasiNewton {
    if (memory < 1) {
      throw new IllegalArgumentException(
          "train.optimizer.memory is " + memory + "; expected a whole number of at least 1");
    }
    Ranges.fraction("train.optimizer.tolerance", tolerance);
  }

  /** What is minimised, L1 apart. */
  public interface Objective {
    /** Value and gradient at a point; neither array is changed later. */
    Evaluation at(double[] x);
  }

  /** Value and gradient at a point. */
  public record Evaluation(double value, double[] gradient) {}

  /**
   * What became of an iteration.
   *
   * @param state after it, or before it if the line search found nothing better
   * @param value at that state, with L1
   * @param gradientNorm Euclidean, with L1
   * @param found did the line search find another point, with a finite value and gradient?
   * @param converged is there no slope left?
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
   * Goes on by one iteration, or, where there is no slope, by none.
   *
   * @param f is not asked for what the state knows
   * @param l1 what a unit of each element's magnitude costs; null but for OWL-QN
   */
  public Outcome next(QuasiNewtonState state, Objective f, double[] l1) {
    BreezeIteration iteration = new BreezeIteration(memory, l1, f, state);
    if (converged(iteration)) {
      return new Outcome(state, iteration.value(), iteration.gradientNorm(), false, true);
    }
    // Backtracking accepts what is not a number: no comparison with it holds.
    boolean found =
        iteration.run()
            && Double.isFinite(iteration.value())
            && Double.isFinite(iteration.gradientNorm())
            && !Arrays.equals(iteration.state().x(), state.x());
    return new Outcome(
        found ? iteration.state() : state,
        iteration.value(),
        iteration.gradientNorm(),
        found,
        converged(iteration));
  }

  private boolean converged(BreezeIteration at) {
    return at.gradientNorm() <= Math.max(tolerance * Math.abs(at.value()), NOTHING);
  }
}
