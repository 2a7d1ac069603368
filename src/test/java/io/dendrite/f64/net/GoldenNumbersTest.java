package io.dendrite.f64.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dendrite.f64.math.Blas;
import io.dendrite.math.BlasLibrary;
import io.dendrite.net.Written;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The numbers on the lecture's slides. */
class GoldenNumbersTest {
  private static Workspace workspace(Net net, double... x) {
    Blas blas = new Blas(BlasLibrary.open("auto").netlib());
    Workspace workspace = new Workspace(net, true, true, false, 1, blas);
    System.arraycopy(x, 0, workspace.x, 0, x.length);
    return workspace;
  }

  private static double[] scores(Workspace workspace, double[] w) {
    workspace.forward(w, 1);
    return workspace.scores(1);
  }

  private static Net net(int outputs, Object... layers) {
    return new Net(NetSpec.of(List.of(layers), "euclidean", false), 2, outputs);
  }

  /**
   * sigmoid(w0 x0 + w1 x1 + w2); the target y - 1 makes the derivative of the loss by y equal to 1.
   */
  @Test
  void sigmoidNeuron() {
    Net net = net(1, "inner-product 1", "sigmoid");
    double[] w = {2, -3, -3};
    double y = scores(workspace(net, -1, -2), w)[0];
    assertThat(y).isCloseTo(0.73, within(0.005));
    Workspace workspace = workspace(net, -1, -2);
    workspace.targets[0] = y - 1;
    double[] g = new double[3];
    workspace.gradient(w, g, 1, 0, false, 0);
    assertThat(g).containsExactly(new double[] {-0.20, -0.39, 0.20}, within(0.005));
    assertThat(workspace.inputDelta()[0]).isCloseTo(0.39, within(0.005));
    assertThat(workspace.inputDelta()[1]).isCloseTo(-0.59, within(0.005));
  }

  /** f(x, y, z) = (x + y) z as a graph of three nodes: add distributes, multiply switches. */
  @Test
  void aSumTimesAVariable() {
    Net net =
        new Net(
            NetSpec.of(
                Written.layers(
                    "slice begin=0 end=1 name=x from=input, slice begin=1 end=2 name=y from=input,"
                        + " slice begin=2 end=3 name=z from=input, eltwise sum name=q from=x+y,"
                        + " eltwise product from=q+z"),
                "euclidean",
                false),
            3,
            1);
    double[] w = new double[0];
    double f = scores(workspace(net, -2, 5, -4), w)[0];
    assertThat(f).isEqualTo(-12);
    Workspace workspace = workspace(net, -2, 5, -4);
    workspace.targets[0] = f - 1;
    workspace.gradient(w, w, 1, 0, false, 0);
    assertThat(workspace.inputDelta()).startsWith(-4, -4, 3);
  }

  /** |W x|^2, which is twice the squared error of W x to the target 0. */
  @Test
  void squaredNormOfAProduct() {
    Net net = net(2, "inner-product 2");
    double[] w = {0.1, 0.5, -0.3, 0.8, 0, 0};
    double[] q = scores(workspace(net, 0.2, 0.4), w);
    assertThat(q[0]).isCloseTo(0.22, within(1e-12));
    assertThat(q[1]).isCloseTo(0.26, within(1e-12));
    Workspace workspace = workspace(net, 0.2, 0.4);
    double[] g = new double[6];
    assertThat(2 * workspace.gradient(w, g, 1, 0, false, 0)).isCloseTo(0.116, within(1e-12));
    double[] expected = {0.088, 0.176, 0.104, 0.208};
    for (int i = 0; i < expected.length; i++) {
      assertThat(2 * g[i]).isCloseTo(expected[i], within(1e-12));
    }
    assertThat(2 * workspace.inputDelta()[0]).isCloseTo(-0.112, within(1e-12));
    assertThat(2 * workspace.inputDelta()[1]).isCloseTo(0.636, within(1e-12));
  }
}
