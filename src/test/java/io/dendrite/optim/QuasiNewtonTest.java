package io.dendrite.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import breeze.linalg.DenseVector;
import breeze.linalg.DenseVector$;
import breeze.optimize.DiffFunction;
import breeze.optimize.LBFGS;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class QuasiNewtonTest {
  /** Rosenbrock's valley, with its minimum of 0 at (1, 1). */
  private static QuasiNewton.Evaluation rosenbrock(double[] x) {
    double a = 1 - x[0];
    double b = x[1] - x[0] * x[0];
    return new QuasiNewton.Evaluation(
        a * a + 100 * b * b, new double[] {-2 * a - 400 * x[0] * b, 200 * b});
  }

  /** Sum of (x_i - i)^2 / 2. */
  private static QuasiNewton.Evaluation bowl(double[] x) {
    double value = 0;
    double[] gradient = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      gradient[i] = x[i] - i;
      value += gradient[i] * gradient[i] / 2;
    }
    return new QuasiNewton.Evaluation(value, gradient);
  }

  private static QuasiNewtonState start(QuasiNewton.Objective f, float... x) {
    QuasiNewtonState state = QuasiNewtonState.starting(x);
    return state.with(f.at(state.x()));
  }

  private static List<QuasiNewtonState> run(
      QuasiNewton method, QuasiNewton.Objective f, double[] l1, int most, float... x) {
    List<QuasiNewtonState> states = new ArrayList<>(List.of(start(f, x)));
    for (int i = 0; i < most; i++) {
      QuasiNewton.Outcome outcome = method.next(states.get(i), f, l1);
      if (!outcome.found()) {
        break;
      }
      states.add(outcome.state());
    }
    return states;
  }

  @Test
  void findsTheMinimumOfACurvedValley() {
    QuasiNewton method = new QuasiNewton(10, 1e-10, false);
    List<QuasiNewtonState> states = run(method, QuasiNewtonTest::rosenbrock, null, 100, -1.2f, 1);
    QuasiNewtonState last = states.get(states.size() - 1);
    assertThat(states).hasSizeBetween(20, 60);
    assertThat(last.x()[0]).isCloseTo(1, within(1e-6));
    assertThat(last.x()[1]).isCloseTo(1, within(1e-6));
    assertThat(last.steps()).hasSize(10);
    QuasiNewton.Outcome end = method.next(last, QuasiNewtonTest::rosenbrock, null);
    assertThat(end.converged()).isTrue();
    assertThat(end.found()).isFalse();
    assertThat(end.state()).isSameAs(last);
  }

  @Test
  void theMemoryCounts() {
    List<QuasiNewtonState> one =
        run(new QuasiNewton(1, 0, false), QuasiNewtonTest::rosenbrock, null, 8, -1.2f, 1);
    List<QuasiNewtonState> three =
        run(new QuasiNewton(3, 0, false), QuasiNewtonTest::rosenbrock, null, 8, -1.2f, 1);
    assertThat(one.get(8).steps()).hasSize(1);
    assertThat(three.get(8).steps()).hasSize(3);
    assertThat(one.get(2).x()).isEqualTo(three.get(2).x());
    assertThat(one.get(8).x()).isNotEqualTo(three.get(8).x());
  }

  @Test
  void theToleranceEndsARunEarly() {
    QuasiNewton.Objective f =
        x -> new QuasiNewton.Evaluation(1 + rosenbrock(x).value(), rosenbrock(x).gradient());
    List<QuasiNewtonState> loose = run(new QuasiNewton(10, 0.5, false), f, null, 100, -1.2f, 1);
    List<QuasiNewtonState> tight = run(new QuasiNewton(10, 1e-9, false), f, null, 100, -1.2f, 1);
    assertThat(loose.size()).isLessThan(tight.size());
  }

  /** A state built again from its parts goes on exactly as Breeze's own loop does. */
  @Test
  void isBreezesOwnIteration() {
    LBFGS<DenseVector<Object>> theirs = new LBFGS<>(-1, 4, 0, DenseVector$.MODULE$.space_Double());
    DiffFunction<DenseVector<Object>> f =
        x -> {
          QuasiNewton.Evaluation at = rosenbrock((double[]) x.data());
          return new Tuple2<>(at.value(), new DenseVector<>(at.gradient()));
        };
    var start = new DenseVector<Object>(new double[] {-1.5, 2});
    var iterations = theirs.infiniteIterations(f, theirs.initialState(f, start));
    for (QuasiNewtonState ours :
        run(new QuasiNewton(4, 0, false), QuasiNewtonTest::rosenbrock, null, 15, -1.5f, 2)) {
      assertThat(ours.x()).isEqualTo((double[]) iterations.next().x().data());
    }
  }

  @Test
  void orthantWiseSetsToZeroWhatIsNotWorthItsCost() {
    double[] l1 = {0, 1.5, 1.5, 1.5};
    List<QuasiNewtonState> states =
        run(new QuasiNewton(10, 1e-9, true), QuasiNewtonTest::bowl, l1, 50, 5, 5, 5, 5);
    double[] x = states.get(states.size() - 1).x();
    // The minimum of (x - i)^2 / 2 + c |x| is at max(0, i - c).
    assertThat(x[0]).isCloseTo(0, within(1e-6));
    assertThat(x[1]).isZero();
    assertThat(x[2]).isCloseTo(0.5, within(1e-6));
    assertThat(x[3]).isCloseTo(1.5, within(1e-6));
  }

  @Test
  void aSearchThatFindsNothingSaysSo() {
    QuasiNewton.Objective uphill =
        x -> new QuasiNewton.Evaluation(x[0] * x[0], new double[] {-2 * x[0] - 1});
    QuasiNewtonState start = start(uphill, 1);
    QuasiNewton.Outcome outcome = new QuasiNewton(10, 1e-6, false).next(start, uphill, null);
    assertThat(outcome.found()).isFalse();
    assertThat(outcome.converged()).isFalse();
    assertThat(outcome.state()).isSameAs(start);
  }

  /** Backtracking takes a first point whose value is not a number. */
  @Test
  void whatIsNotANumberIsNoBetterPoint() {
    QuasiNewton.Objective f =
        x ->
            x[0] == 1
                ? new QuasiNewton.Evaluation(1, new double[] {3})
                : new QuasiNewton.Evaluation(Double.NaN, new double[] {Double.NaN});
    for (boolean orthantWise : new boolean[] {false, true}) {
      double[] l1 = orthantWise ? new double[] {0.1} : null;
      QuasiNewton.Outcome outcome = new QuasiNewton(10, 1e-6, orthantWise).next(start(f, 1), f, l1);
      assertThat(outcome.found()).isFalse();
      assertThat(outcome.state().value()).isEqualTo(1);
    }
  }

  @Test
  void asksOnlyForWhatItDoesNotKnow() {
    List<double[]> asked = new ArrayList<>();
    QuasiNewton.Objective f =
        x -> {
          asked.add(x.clone());
          return bowl(x);
        };
    QuasiNewtonState start = start(QuasiNewtonTest::bowl, 3, 4);
    new QuasiNewton(10, 1e-6, false).next(start, f, null);
    assertThat(asked).isNotEmpty().doesNotContain(start.x()).doesNotHaveDuplicates();
  }

  @Test
  void theObjectiveIsTheMeanLossWithDecayOfWhatMoves() {
    FullBatchObjective objective =
        new FullBatchObjective(
            List.of(
                new ParameterBlocks.Tensor(2, 2, 1, 1),
                new ParameterBlocks.Tensor(1, 1, 1, 0),
                new ParameterBlocks.Tensor(1, 1, 0, 1),
                new ParameterBlocks.Tensor(1, 1, 1, 0, false, 0.25)),
            0.5f,
            0.125f);
    double[] x = {1, -2, 3, 4, 8};
    double[] sums = {4, 8, 12, 16, 20};
    QuasiNewton.Evaluation at = objective.of(x, 20, sums.clone(), 4);
    assertThat(at.value()).isEqualTo(20 / 4.0 + 0.25 * (1 + 4));
    assertThat(at.gradient()).containsExactly(1.5, 1, 3, 0, 0);
    assertThat(objective.l1Costs()).containsExactly(0.125, 0.125, 0, 0, 0);
    objective.moveStatistics(x, sums, 10);
    assertThat(x).containsExactly(1, -2, 3, 4, 8 + 0.25 * (2 - 8));
  }

  /**
   * Half the mean squared error of a linear unit with a bias, on 200 rows of two features.
   *
   * @param unit of the targets
   * @param mean of them, in units
   */
  private static QuasiNewton.Objective regression(double unit, double mean) {
    java.util.SplittableRandom random = new java.util.SplittableRandom(4);
    double[][] rows = new double[200][3];
    for (double[] row : rows) {
      row[0] = random.nextDouble() * 4 - 2;
      row[1] = random.nextDouble() * 4 - 2;
      row[2] = unit * (mean + 2 * row[0] - row[1] + 0.1 * (random.nextDouble() - 0.5));
    }
    return x -> {
      double value = 0;
      double[] g = new double[3];
      for (double[] row : rows) {
        double error = x[0] * row[0] + x[1] * row[1] + x[2] - row[2];
        value += error * error / 400;
        g[0] += error * row[0] / 200;
        g[1] += error * row[1] / 200;
        g[2] += error / 200;
      }
      return new QuasiNewton.Evaluation(value, g);
    };
  }

  /** The same problem in other units has the same answer in these units, by both methods. */
  @Test
  void unitsDoNotMatter() {
    for (boolean orthantWise : new boolean[] {false, true}) {
      QuasiNewton method = new QuasiNewton(10, 1e-6, orthantWise);
      for (int power = -10; power <= 10; power++) {
        for (double mean : new double[] {0, 1e3, 1e5}) {
          double unit = Math.pow(10, power);
          double[] l1 = orthantWise ? new double[] {1e-9 * unit, 1e-9 * unit, 0} : null;
          List<QuasiNewtonState> states =
              run(method, regression(unit, mean), l1, 100, 0.1f, -0.1f, 0);
          double[] x = states.get(states.size() - 1).x();
          String what =
              "OWL-QN %s, unit %s, mean %s, %s iterations"
                  .formatted(orthantWise, unit, mean, states.size() - 1);
          assertThat(x[0] / unit).as(what).isCloseTo(2, within(0.02));
          assertThat(x[1] / unit).as(what).isCloseTo(-1, within(0.02));
          assertThat(x[2] / unit).as(what).isCloseTo(mean, within(0.02 + 1e-6 * mean));
        }
      }
    }
  }

  /** Where there is nothing left over, the end is found as well. */
  @Test
  void anExactFitEnds() {
    QuasiNewton method = new QuasiNewton(10, 1e-6, false);
    QuasiNewton.Objective exact =
        x ->
            new QuasiNewton.Evaluation(
                (x[0] - 1e7) * (x[0] - 1e7) / 2 * 7.5, new double[] {(x[0] - 1e7) * 7.5});
    List<QuasiNewtonState> states = run(method, exact, null, 100, 0.5f);
    assertThat(states.get(states.size() - 1).x()[0]).isCloseTo(1e7, within(1e-2));
    assertThat(states).hasSizeLessThan(30);
  }

  /** A last step along which the slope grew says nothing of what is to be gained. */
  @Test
  void curvatureOfTheOtherSignIsNoEnd() {
    QuasiNewton method = new QuasiNewton(10, 1e-6, false);
    QuasiNewtonState state = start(QuasiNewtonTest::bowl, 5, 5);
    QuasiNewtonState bent =
        new QuasiNewtonState(
            state.x(),
            state.value(),
            state.gradient(),
            List.of(new double[] {1, 0}),
            List.of(new double[] {-1, 0}));
    QuasiNewton.Outcome outcome = method.next(bent, QuasiNewtonTest::bowl, null);
    assertThat(outcome.found()).isTrue();
    assertThat(outcome.value()).isLessThan(state.value());
  }
}
