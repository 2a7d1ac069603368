package io.dendrite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dendrite.math.Blas;
import io.dendrite.math.BlasLibrary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What contrastive divergence is for: the rows become likely. */
class RbmTest {
  private static final int VISIBLE = 4;
  private static final int HIDDEN = 3;

  /** Two patterns out of the sixteen. */
  private static final float[][] ROWS = {{1, 1, 0, 0}, {0, 0, 1, 1}};

  @Test
  void theLikelihoodOfTheRowsRises() {
    NetSpec spec =
        new Stage(
                List.of(
                    Map.of("type", "inner-product", "name", "a", "units", HIDDEN),
                    Map.of("type", "sigmoid", "name", "b")))
            .machine(HIDDEN);
    Net net = new Net(spec, VISIBLE, VISIBLE);
    float[] w = net.init(1);
    double before = likelihood(net, w);
    assertThat(before).as("all alike").isBetween(-2.9, -2.7);
    Workspace space =
        new Workspace(net, true, false, false, 20, new Blas(BlasLibrary.open("auto").netlib()));
    for (int step = 0; step < 3000; step++) {
      for (int row = 0; row < 20; row++) {
        System.arraycopy(ROWS[row % 2], 0, space.x, row * VISIBLE, VISIBLE);
      }
      float[] g = new float[w.length];
      space.gradient(w, g, 20, 0, false, step);
      for (int i = 0; i < w.length; i++) {
        w[i] -= 0.1f * g[i] / 20;
      }
    }
    // At best each pattern has a half: log 1/2.
    assertThat(likelihood(net, w)).isBetween(-1.0, Math.log(0.5));
  }

  /** Rows go through the layer in tiles; that must not show. */
  @Test
  void manyRowsAreLikeTheirParts() {
    Net net =
        new Net(
            NetSpec.of(Purpose.AUTOENCODER, List.of(), List.of("rbm 3"), "energy"),
            VISIBLE,
            VISIBLE);
    float[] w = net.init(1);
    Workspace space =
        new Workspace(net, true, false, false, 150, new Blas(BlasLibrary.open("auto").netlib()));
    float[] whole = new float[w.length];
    load(space, 0, 150);
    double loss = space.gradient(w, whole, 150, 0, false, 7);
    float[] parts = new float[w.length];
    double sum = 0;
    for (int from = 0; from < 150; from += 50) {
      load(space, from, 50);
      sum += space.gradient(w, parts, 50, from, false, 7);
    }
    assertThat(sum).isCloseTo(loss, within(1e-3));
    assertThat(whole).containsExactly(parts, within(1e-3f));
    assertThat(whole).isNotEqualTo(new float[w.length]);
  }

  private static void load(Workspace space, int from, int rows) {
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < VISIBLE; j++) {
        space.x[row * VISIBLE + j] = (from + row) * (j + 3) % 7 / 6f;
      }
    }
  }

  /** Mean log probability of the rows, by the sum over all states. */
  private static double likelihood(Net net, float[] w) {
    double all = 0;
    for (int state = 0; state < 1 << VISIBLE; state++) {
      float[] v = new float[VISIBLE];
      for (int i = 0; i < VISIBLE; i++) {
        v[i] = state >> i & 1;
      }
      all += Math.exp(-energy(net, w, v));
    }
    double sum = 0;
    for (float[] row : ROWS) {
      sum += -energy(net, w, row) - Math.log(all);
    }
    return sum / ROWS.length;
  }

  private static double energy(Net net, float[] w, float[] v) {
    int weight = at(net, "a.weight");
    int bias = at(net, "a.bias");
    int visible = at(net, "a.visible");
    double energy = 0;
    for (int i = 0; i < VISIBLE; i++) {
      energy -= w[visible + i] * v[i];
    }
    for (int j = 0; j < HIDDEN; j++) {
      double in = w[bias + j];
      for (int i = 0; i < VISIBLE; i++) {
        in += w[weight + j * VISIBLE + i] * v[i];
      }
      energy -= Math.log1p(Math.exp(in));
    }
    return energy;
  }

  private static int at(Net net, String name) {
    return net.tensors().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow().at();
  }
}
