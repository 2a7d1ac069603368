package io.dendrite.f64.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.f64.math.Blas;
import io.dendrite.math.BlasLibrary;
import io.dendrite.net.Written;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A net with parameters, rows and targets: "layer, layer, ... | loss | rows x inputs -> outputs",
 * "values" after the loss for regression; inputs may be "channels*height*width".
 */
final class NetSetting {
  static final long KEY = 99;
  static final int FIRST_ROW = 3;

  /** Differences of kinks (relu at 0, hinge at margin 0) reach 2h; kinks must be farther. */
  static final double STEP = 1e-4;

  private static final double KINK = 2e-3;

  final List<Map<String, Object>> layers;
  final List<Integer> shape;
  final Map<String, Object> loss;
  final boolean classes;
  final int rows;
  final int inputs;
  final int outputs;
  final Net net;
  double[] w;
  double[] x;
  double[] targets;
  double[] weights;

  NetSetting(String text) {
    String[] parts = text.split("\\s*\\|\\s*");
    layers = Written.layers(parts[0]);
    loss = Written.layer(parts[1].replace(" values", ""));
    classes = !parts[1].endsWith(" values");
    String[] sizes = parts[2].split(" x | -> ");
    rows = Integer.parseInt(sizes[0]);
    List<Integer> in =
        java.util.Arrays.stream(sizes[1].split("\\*")).map(Integer::parseInt).toList();
    shape = in.size() == 1 ? List.of() : in;
    inputs = in.stream().reduce(1, (a, b) -> a * b);
    outputs = Integer.parseInt(sizes[2]);
    net =
        new Net(
            NetSpec.of(classes ? Purpose.CLASSIFICATION : Purpose.REGRESSION, shape, layers, loss),
            inputs,
            outputs);
    draw(1);
  }

  static Blas blas() {
    return new Blas(BlasLibrary.open("auto").netlib());
  }

  /** Draws until no kink is near. */
  NetSetting smooth() {
    for (long seed = 2; nearestKink() < KINK; seed++) {
      assertThat(seed).as("draws").isLessThan(1000);
      draw(seed);
    }
    return this;
  }

  private void draw(long seed) {
    Random random = new Random(seed);
    w = net.init(seed);
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) (w[i] + 0.1 * random.nextGaussian());
    }
    x = new double[rows * inputs];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    targets = new double[rows * net.targetWidth()];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = classes ? random.nextInt(outputs) : (float) random.nextGaussian();
    }
    weights = new double[rows];
    for (int i = 0; i < rows; i++) {
      weights[i] = 0.25 * (1 + random.nextInt(8));
    }
  }

  private double nearestKink() {
    double nearest = Double.POSITIVE_INFINITY;
    SeparateBuffers separate = new SeparateBuffers(this);
    separate.gradient(false);
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).get("type").equals("relu")) {
        for (double v : separate.values[net.nodes().get(i).from()[0]]) {
          nearest = Math.min(nearest, Math.abs(v));
        }
      }
    }
    double[] y = separate.values[layers.size()];
    for (int i = 0;
        loss.get("type").equals("hinge") && outputs == net.width() && i < y.length;
        i++) {
      int target = i / outputs * outputs + (int) targets[i / outputs];
      nearest = i == target ? nearest : Math.min(nearest, Math.abs(1 + y[i] - y[target]));
    }
    return nearest;
  }

  Workspace workspace(boolean inputDelta) {
    return new Workspace(net, true, inputDelta, false, rows, blas());
  }

  double gradient(Workspace space, double[] g, boolean weighted) {
    System.arraycopy(x, 0, space.x, 0, x.length);
    System.arraycopy(targets, 0, space.targets, 0, targets.length);
    System.arraycopy(weights, 0, space.weights, 0, rows);
    return space.gradient(w, g, rows, FIRST_ROW, weighted, KEY);
  }
}
