package io.dendrite.f64.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.data.sample.Region;
import io.dendrite.f64.math.Blas;
import io.dendrite.math.BlasLibrary;
import io.dendrite.net.Written;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the lecture says of networks of binary threshold units. */
class ThresholdNetworksTest {
  private static final Blas BLAS = new Blas(BlasLibrary.open("auto").netlib());
  private static final double[][] TABLE = {{-1, -1}, {-1, 1}, {1, -1}, {1, 1}};

  private static Workspace network(String layers) {
    Net net = new Net(NetSpec.of(Written.layers(layers), "euclidean", false), 2, 1);
    return new Workspace(net, false, false, false, 1, BLAS);
  }

  private static double output(Workspace network, double[] w, double... x) {
    System.arraycopy(x, 0, network.x, 0, x.length);
    network.forward(w, 1);
    return network.scores(1)[0];
  }

  /** The column of a truth table that a network computes: T or F for each row. */
  private static String function(Workspace network, double[] w) {
    return Arrays.stream(TABLE)
        .map(x -> output(network, w, x) > 0 ? "T" : "F")
        .collect(Collectors.joining());
  }

  /**
   * A unit is on where w1 x1 + w2 x2 + b > 0. "Same" (XNOR) asks for w1 + w2 + b > 0 and -w1 - w2 +
   * b > 0, which add up to b > 0, and for w1 - w2 + b <= 0 and -w1 + w2 + b <= 0, which add up to b
   * <= 0. XOR is the same with the signs exchanged. The other 14 functions have units.
   */
  @Test
  void oneUnitComputesEveryFunctionOfTwoInputsButXorAndSame() {
    Workspace unit = network("inner-product 1, threshold low=-1");
    Set<String> found = new TreeSet<>();
    for (int w1 = -4; w1 <= 4; w1++) {
      for (int w2 = -4; w2 <= 4; w2++) {
        for (int b = -12; b <= 12; b++) {
          found.add(function(unit, new double[] {w1, w2, b}));
        }
      }
    }
    String and = "FFFT";
    String or = "FTTT";
    String xor = "FTTF";
    String same = "TFFT";
    assertThat(found).hasSize(14).contains(and, or).doesNotContain(xor, same);
    assertThat(function(unit, new double[] {1, 1, -1})).isEqualTo(and);
    assertThat(function(unit, new double[] {1, 1, 1})).isEqualTo(or);
  }

  /** Both on, or both off: the OR of two hidden units. */
  @Test
  void oneHiddenLayerComputesSame() {
    Workspace network =
        network("inner-product 2, threshold low=-1, inner-product 1, threshold low=-1");
    double[] w = {1, 1, -1, -1, -1, -1, 1, 1, 1};
    assertThat(function(network, w)).isEqualTo("TFFT");
  }

  /**
   * No hidden layer cuts a half plane; with one, the output is the AND of half planes, a convex
   * polygon; with two, the OR of such polygons, any region.
   */
  @Test
  void stepNetworksCutRegions() {
    for (Region region : Region.values()) {
      double[][][] pieces = region.pieces();
      Workspace network = network(steps(pieces));
      double[] w = weights(pieces);
      assertThat(w).hasSize(network.net.parameters());
      double[] point = new double[2];
      int inside = 0;
      for (int i = 0; i < 5_000; i++) {
        Region.point(7, i, point);
        boolean contains = region.contains(point[0], point[1]);
        assertThat(output(network, w, point))
            .as("%s at %s", region, Arrays.toString(point))
            .isEqualTo(contains ? 1 : 0);
        inside += contains ? 1 : 0;
      }
      assertThat(inside).isBetween(1_500, 3_500);
    }
  }

  private static String steps(double[][][] pieces) {
    int edges = Arrays.stream(pieces).mapToInt(piece -> piece.length).sum();
    String halfPlanes = "inner-product " + edges + ", threshold";
    String and = ", inner-product " + pieces.length + ", threshold";
    String or = ", inner-product 1, threshold";
    return halfPlanes + (edges > 1 ? and : "") + (pieces.length > 1 ? or : "");
  }

  /** Weights, then biases of each layer: the edges, AND over each piece's, OR over the pieces. */
  private static double[] weights(double[][][] pieces) {
    double[][] edges = Arrays.stream(pieces).flatMap(Arrays::stream).toArray(double[][]::new);
    double[] w = new double[3 * edges.length];
    for (int e = 0; e < edges.length; e++) {
      System.arraycopy(edges[e], 0, w, 2 * e, 2);
      w[2 * edges.length + e] = edges[e][2];
    }
    if (edges.length == 1) {
      return w;
    }
    int n = pieces.length;
    double[] and = new double[n * (edges.length + 1)];
    int first = 0;
    for (int p = 0; p < n; p++) {
      int from = p * edges.length + first;
      Arrays.fill(and, from, from + pieces[p].length, 1);
      and[n * edges.length + p] = 0.5 - pieces[p].length;
      first += pieces[p].length;
    }
    double[] or = new double[n + 1];
    Arrays.fill(or, 0, n, 1);
    or[n] = -0.5;
    return IntStream.range(0, n > 1 ? 3 : 2)
        .mapToObj(i -> i == 0 ? w : i == 1 ? and : or)
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }
}
