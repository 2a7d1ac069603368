package io.dendrite.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dendrite.data.Scaler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** The scaling of targets, against what a sorted list of the targets says. */
class TargetScalingTest extends LoadedRows {
  private static final String[] TWO = {
    "data.label=[s, t]",
    "network.task=regression",
    "network.loss=euclidean",
    "network.layers=[\"inner-product 2\"]"
  };

  private double[][] targets(int rows, DoubleUnaryOperator first, DoubleUnaryOperator second) {
    SplittableRandom random = new SplittableRandom(rows);
    double[][] targets = new double[2][rows];
    for (int i = 0; i < rows; i++) {
      targets[0][i] = (float) first.applyAsDouble(random.nextDouble());
      targets[1][i] = (float) second.applyAsDouble(random.nextDouble());
    }
    return targets;
  }

  private Scaler.Targets fitted(double[][] targets, String... sets) throws IOException {
    List<String> lines = new ArrayList<>(List.of("x,s,t"));
    for (int i = 0; i < targets[0].length; i++) {
      lines.add(i % 7 + "," + (float) targets[0][i] + "," + (float) targets[1][i]);
    }
    List<String> all = new ArrayList<>(List.of(TWO));
    all.add("data.train=" + write("targets.csv", lines));
    all.addAll(List.of(sets));
    try (TrainingData data = data(new Heard(), all.toArray(String[]::new))) {
      return data.scaler().targets();
    }
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double rank = share * (sorted.length - 1);
    int below = (int) rank;
    double above = sorted[Math.min(below + 1, sorted.length - 1)];
    return sorted[below] + (rank - below) * (above - sorted[below]);
  }

  private static double deviation(double[] values) {
    double mean = DoubleStream.of(values).average().orElseThrow();
    return Math.sqrt(DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).average().orElse(0));
  }

  @Test
  void standardAndLogAndRobust() throws IOException {
    for (int rows : new int[] {1, 2, 5, 400}) {
      double[][] t = targets(rows, u -> 300_000 * u * u - 50_000, u -> Math.exp(8 * u - 4));
      Scaler.Targets standard = fitted(t);
      Scaler.Targets robust = fitted(t, "data.scaleTarget=robust");
      for (int j = 0; j < 2; j++) {
        double mean = DoubleStream.of(t[j]).average().orElseThrow();
        double spread = rows == 1 ? 1 : deviation(t[j]);
        double near = 1e-9 * (Math.abs(mean) + spread);
        assertThat(standard.center()[j]).isCloseTo(mean, within(near));
        assertThat(standard.spread()[j]).isCloseTo(spread, within(near));
        double distance = quantile(t[j], 0.75) - quantile(t[j], 0.25);
        assertThat(robust.center()[j]).isEqualTo(quantile(t[j], 0.5));
        assertThat(robust.spread()[j]).isEqualTo(distance > 0 ? distance : 1);
      }
      double[][] positive = {t[1], t[1]};
      Scaler.Targets log = fitted(positive, "data.scaleTarget=log");
      double[] logs = DoubleStream.of(t[1]).map(v -> (float) Math.log(v)).toArray();
      assertThat(log.logarithm()).isTrue();
      assertThat(log.center()[0])
          .isCloseTo(DoubleStream.of(logs).average().orElseThrow(), within(1e-9));
      assertThat(log.spread()[1]).isCloseTo(rows == 1 ? 1 : deviation(logs), within(1e-9));
    }
  }

  @Test
  void aConstantTargetIsOnlyCentred() throws IOException {
    Scaler.Targets targets = fitted(targets(50, u -> 0.1, u -> u));
    assertThat(targets.center()[0]).isCloseTo(0.1f, within(1e-9));
    assertThat(targets.spread()[0]).isEqualTo(1);
  }

  @Test
  void whatCannotBeScaledIsLeftAndAskingForItIsRefused() throws IOException {
    double[][] t = targets(20, u -> u < 0.5 ? 0 : 1, u -> u);
    for (String network :
        List.of(
            "network.loss=poisson",
            "network.loss=sigmoid",
            "network.layers=[\"inner-product 2\", tanh]")) {
      assertThat(fitted(t, network).unchanged()).as(network).isTrue();
      for (String kind : List.of("standard", "robust", "log")) {
        List<String> asked = new ArrayList<>(List.of(TWO));
        asked.add(network);
        asked.add("data.train=" + dir.resolve("targets.csv"));
        asked.add("data.scaleTarget=" + kind);
        refused("data.scaleTarget = " + kind + " needs", asked.toArray(String[]::new));
      }
    }
    assertThat(fitted(t, "data.scaleTarget=none").unchanged()).isTrue();
  }

  @Test
  void aTargetWithoutALogarithmIsNamed() throws IOException {
    List<String> asked = new ArrayList<>(List.of(TWO));
    asked.add("data.train=" + write("zero.csv", List.of("x,s,t", "1,2,3", "2,3,0")));
    asked.add("data.scaleTarget=log");
    refused(
        "data.train: in column t, target 0.0; data.scaleTarget = log expects targets above 0",
        asked.toArray(String[]::new));
  }
}
