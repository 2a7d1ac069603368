package io.dendrite.optim;

import breeze.linalg.DenseVector;
import breeze.linalg.DenseVector$;
import breeze.math.MutableFiniteCoordinateField;
import breeze.optimize.DiffFunction;
import breeze.optimize.FirstOrderMinimizer;
import breeze.optimize.LBFGS;
import breeze.optimize.OWLQN;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scala.Option;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * One iteration of L-BFGS or OWL-QN by the library Breeze. Breeze's own state is rebuilt from a
 * {@link QuasiNewtonState} for every iteration, so that a run that was saved and resumed does the
 * same arithmetic as a run that was not interrupted.
 */
final class BreezeIteration {
  private static final MutableFiniteCoordinateField<DenseVector<Object>, Object, Object> SPACE =
      DenseVector$.MODULE$.space_Double();

  private final LBFGS<DenseVector<Object>> method;
  private final DiffFunction<DenseVector<Object>> function;
  private final Units units;
  private final boolean remembers;
  private FirstOrderMinimizer.State<
          DenseVector<Object>, Object, LBFGS.ApproximateInverseHessian<DenseVector<Object>>>
      at;

  /**
   * @param l1 for each parameter, the factor of its absolute value in the L1 penalty; null for
   *     L-BFGS
   * @param units the units to which values and points are converted for Breeze
   */
  BreezeIteration(
      int memory, double[] l1, QuasiNewton.Objective f, QuasiNewtonState first, Units units) {
    this.units = units;
    QuasiNewtonState state = units.in(first);
    method =
        l1 == null
            ? new LBFGS<>(-1, memory, 0, SPACE)
            : new OWLQN<>(
                -1, memory, new Costs(times(l1, units.value() * units.length())), 0, SPACE);
    function = new Remembering(units.in(f), state)::calculate;
    at = typed(method.initialState(function, new DenseVector<>(state.x())));
    remembers = !state.steps().isEmpty();
    if (remembers) {
      at =
          with(
              1,
              new LBFGS.ApproximateInverseHessian<>(
                  memory, vectors(state.steps()), vectors(state.changes()), SPACE));
    }
  }

  private FirstOrderMinimizer.State<
          DenseVector<Object>, Object, LBFGS.ApproximateInverseHessian<DenseVector<Object>>>
      with(int iteration, LBFGS.ApproximateInverseHessian<DenseVector<Object>> history) {
    return new FirstOrderMinimizer.State<>(
        at.x(),
        at.value(),
        at.grad(),
        at.adjustedValue(),
        at.adjustedGradient(),
        iteration,
        at.initialAdjVal(),
        history,
        at.convergenceInfo(),
        false,
        Option.empty());
  }

  /**
   * Moves to a point with a lower value of the objective. Returns false if no better point is
   * found. Before Breeze gives up, it drops the past steps and searches along the gradient itself.
   */
  boolean run() {
    var iterations = method.infiniteIterations(function, untyped(at));
    int before = at.iter();
    // The first state that Breeze returns is the current point, so it is skipped.
    iterations.next();
    do {
      at = typed(iterations.next());
    } while (remembers && at.iter() == before && !at.searchFailed());
    return at.iter() > before && !at.searchFailed();
  }

  /** The state at the current point. */
  QuasiNewtonState state() {
    return units.out(
        new QuasiNewtonState(
            array(at.x()),
            at.value(),
            array(at.grad()),
            arrays(at.history().memStep()),
            arrays(at.history().memGradDelta())));
  }

  /** Value of the objective at the current point, including the L1 penalty. */
  double value() {
    return at.adjustedValue() / units.value();
  }

  /** Gradient of the objective at the current point, including the gradient of the L1 penalty. */
  double[] gradient() {
    return times(array(at.adjustedGradient()), 1 / (units.value() * units.length()));
  }

  /**
   * The objective as a Breeze function. The value and gradient at the last point are kept, since
   * Breeze evaluates every accepted point twice. No Java class can implement {@link DiffFunction},
   * which has two methods that differ only in their result type; a method reference is used
   * instead.
   */
  private static final class Remembering {
    private final QuasiNewton.Objective f;
    private double[] x;
    private QuasiNewton.Evaluation last;

    Remembering(QuasiNewton.Objective f, QuasiNewtonState state) {
      this.f = f;
      x = state.x();
      last = new QuasiNewton.Evaluation(state.value(), state.gradient());
    }

    Tuple2<Object, DenseVector<Object>> calculate(DenseVector<Object> at) {
      double[] point = array(at);
      if (!Arrays.equals(point, x)) {
        x = point.clone();
        last = f.at(x);
      }
      return new Tuple2<>(last.value(), new DenseVector<>(last.gradient().clone()));
    }
  }

  /** Gives Breeze, for each parameter, the factor of its absolute value in the L1 penalty. */
  private static final class Costs extends AbstractFunction1<Object, Object> {
    private final double[] l1;

    Costs(double[] l1) {
      this.l1 = l1;
    }

    @Override
    public Object apply(Object index) {
      return l1[(Integer) index];
    }
  }

  /** Returns a copy of a vector with each element multiplied by a factor. */
  private static double[] times(double[] vector, double factor) {
    double[] product = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      product[i] = factor * vector[i];
    }
    return product;
  }

  /**
   * The units to which values and points are converted for Breeze. The units are powers of two, so
   * that the conversion rounds no number. Units are necessary because of two constants in Breeze.
   * Breeze gives up where a slope is below 1e-10, and Breeze's first step has the length 1. Apart
   * from these constants, Breeze's steps do not depend on the unit of the objective's value.
   *
   * @param value factor by which values of the objective are multiplied for Breeze
   * @param length number by which the coordinates of a point are divided for Breeze
   */
  record Units(double value, double length) {
    QuasiNewtonState in(QuasiNewtonState state) {
      return scaled(state, 1 / length, value);
    }

    QuasiNewtonState out(QuasiNewtonState state) {
      return scaled(state, length, 1 / value);
    }

    private static QuasiNewtonState scaled(QuasiNewtonState s, double length, double value) {
      return new QuasiNewtonState(
          times(s.x(), length),
          value * s.value(),
          times(s.gradient(), value / length),
          s.steps().stream().map(step -> times(step, length)).toList(),
          s.changes().stream().map(change -> times(change, value / length)).toList());
    }

    QuasiNewton.Objective in(QuasiNewton.Objective f) {
      return x -> {
        QuasiNewton.Evaluation found = f.at(times(x, length));
        return new QuasiNewton.Evaluation(
            value * found.value(), times(found.gradient(), value * length));
      };
    }
  }

  private static double[] array(DenseVector<Object> vector) {
    return (double[]) vector.data();
  }

  private static scala.collection.immutable.IndexedSeq<DenseVector<Object>> vectors(
      List<double[]> arrays) {
    List<DenseVector<Object>> vectors = new ArrayList<>();
    arrays.forEach(array -> vectors.add(new DenseVector<>(array)));
    return CollectionConverters.asScala(vectors).toIndexedSeq();
  }

  private static List<double[]> arrays(
      scala.collection.immutable.IndexedSeq<DenseVector<Object>> vectors) {
    return CollectionConverters.asJava(vectors).stream().map(BreezeIteration::array).toList();
  }

  @SuppressWarnings("unchecked")
  private static FirstOrderMinimizer.State<
          DenseVector<Object>, Object, LBFGS.ApproximateInverseHessian<DenseVector<Object>>>
      typed(Object state) {
    return (FirstOrderMinimizer.State<
            DenseVector<Object>, Object, LBFGS.ApproximateInverseHessian<DenseVector<Object>>>)
        state;
  }

  @SuppressWarnings("unchecked")
  private static FirstOrderMinimizer.State<DenseVector<Object>, Object, Object> untyped(
      Object state) {
    return (FirstOrderMinimizer.State<DenseVector<Object>, Object, Object>) state;
  }
}
