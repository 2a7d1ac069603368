package io.dendrite.f64.net;

import io.dendrite.f64.nn.Loss;
import io.dendrite.f64.nn.Op;
import io.dendrite.f64.nn.Ops;
import io.dendrite.f64.nn.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A sample of a loss of the table, with rows of a task that it serves.
 *
 * @param outputs classes, or target values
 * @param y scores [rows][width]
 * @param targets class indices [rows], or values [rows][outputs]
 * @param weights one of them 0
 */
record LossSetting(
    Op<Loss> op,
    Sample sample,
    Loss loss,
    boolean classes,
    int outputs,
    int rows,
    int width,
    double[] y,
    double[] targets,
    double[] weights) {

  /** Every sample of every loss, with every task and width that it serves. */
  static Stream<LossSetting> samples() {
    return Ops.losses().stream()
        .flatMap(op -> op.samples().stream().flatMap(sample -> settings(op, sample).stream()));
  }

  private static List<LossSetting> settings(Op<Loss> op, Sample sample) {
    Loss loss = op.make(sample);
    List<LossSetting> settings = new ArrayList<>();
    for (boolean classes : new boolean[] {true, false}) {
      for (int outputs : classes ? new int[] {2, 3, 9, 17} : new int[] {1, 7}) {
        for (int width : new int[] {1, 2, 3, 6, 7, 9, 17}) {
          for (int rows : new int[] {1, 6}) {
            if (serves(loss, classes, outputs) && loss.fits(classes, outputs, width)) {
              settings.add(of(op, sample, loss, classes, outputs, rows, width));
            }
          }
        }
      }
    }
    if (settings.isEmpty()) {
      throw new IllegalStateException(
          "the loss " + op.name() + " fits no width of any task that the tests know");
    }
    return settings;
  }

  /** Losses refuse the tasks that they cannot serve. */
  private static boolean serves(Loss loss, boolean classes, int outputs) {
    try {
      loss.check(classes, outputs);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static LossSetting of(
      Op<Loss> op, Sample sample, Loss loss, boolean classes, int outputs, int rows, int width) {
    Random random = new Random(width);
    double[] y = classes ? scores(random, rows * width, width) : new double[rows * width];
    double[] targets = new double[classes ? rows : rows * outputs];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = classes ? random.nextInt(outputs) : target(loss, random);
      if (classes && width == outputs) {
        y[i * width + (int) targets[i]] += 0.025;
      }
    }
    for (int i = 0; !classes && i < y.length; i++) {
      // Neither at the target nor 0.5, 1 or 5 from it.
      double apart = (random.nextBoolean() ? 0.1 : 1.1) + 0.3 * random.nextDouble();
      y[i] = (float) (targets[i % targets.length] + (random.nextBoolean() ? apart : -apart));
    }
    double[] weights = new double[rows];
    for (int row = 0; row < rows; row++) {
      weights[row] = row == 1 ? 0 : (float) (0.3 + 0.1 * row);
    }
    return new LossSetting(op, sample, loss, classes, outputs, rows, width, y, targets, weights);
  }

  /** A count, or else 0 or 1. */
  private static double target(Loss loss, Random random) {
    double target = random.nextInt(4);
    try {
      loss.checkTarget(target);
      return target;
    } catch (IllegalArgumentException e) {
      return random.nextInt(2);
    }
  }

  /**
   * Scores that lie between multiples of 0.05 (kinks); no two of a row are closer to each other
   * than 0.02.
   */
  private static double[] scores(Random random, int n, int width) {
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = (float) (0.05 * random.nextInt(60) + 0.01 + 0.01 * random.nextDouble() - 1.5);
      for (int j = i / width * width; j < i; j++) {
        if (Math.abs(y[i] - y[j]) < 0.02) {
          i--;
          break;
        }
      }
    }
    return y;
  }

  @Override
  public String toString() {
    return String.format(
        "%s %s: %d rows of %d for %d %s",
        op.name(), sample.text(), rows, width, outputs, classes ? "classes" : "values");
  }
}
