package io.dendrite.f64.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.f64.nn.Layer;
import io.dendrite.f64.nn.Shape;
import io.dendrite.f64.nn.Slot;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetCheckTest {
  private static final String NET =
      "inner-product 5 name=first, tanh name=second, inner-product 4 name=third, relu name=fourth,"
          + " inner-product 3 name=fifth | softmax | 6 x 4 -> 3";

  private static List<NetCheck.NodeReport> check(NetSetting s, int elements) {
    NetCheck.Rows rows = new NetCheck.Rows(s.rows, s.x, s.targets, s.weights, NetSetting.KEY);
    return new NetCheck(s.net, s.w, List.of(rows, rows), NetSetting.blas()).nodes(elements);
  }

  @Test
  void aRightNetPasses() {
    List<NetCheck.NodeReport> nodes = check(new NetSetting(NET).smooth(), 1000);
    assertThat(nodes).extracting(NetCheck.NodeReport::parameters).containsExactly(25, 0, 24, 0, 15);
    assertThat(nodes).extracting(NetCheck.NodeReport::outputs).containsExactly(30, 30, 24, 24, 18);
    assertThat(nodes).allSatisfy(n -> assertThat(n.error()).isLessThan(GradientCheck.TOLERANCE));
    assertThat(nodes).allSatisfy(n -> assertThat(n.kinks()).isZero());
    assertThat(check(new NetSetting(NET), 7))
        .allSatisfy(n -> assertThat(n.parameters() + n.outputs()).isLessThanOrEqualTo(21));
  }

  /** tanh with a derivative that is 1e-5 too large. */
  private static final class Wrong implements Layer {
    private static final long serialVersionUID = 1;

    @Override
    public Shape shape(Shape... inputs) {
      return inputs[0];
    }

    @Override
    public void forward(Slot s) {
      io.dendrite.f64.math.Elementary.tanh(s.x, s.y, s.rows * s.out);
    }

    @Override
    public void backward(Slot s) {
      for (int i = 0; i < s.rows * s.out; i++) {
        s.dx[i] = s.dy[i] * (1 - s.y[i] * s.y[i]) * (1 + 1e-5);
      }
    }
  }

  @Test
  void aWrongNodeShowsInWhatItsDeltaGoesTo() {
    NetSetting s = new NetSetting(NET).smooth();
    Node node = s.net.nodes().get(1);
    s.net
        .nodes()
        .set(
            1,
            new Node(
                node.name(), new Wrong(), node.from(), node.inputs(), node.output(), node.at()));
    List<NetCheck.NodeReport> nodes = check(s, 1000);
    assertThat(nodes.get(0).error()).isGreaterThan(1e-6);
    assertThat(nodes.subList(1, 5))
        .allSatisfy(n -> assertThat(n.error()).isLessThan(GradientCheck.TOLERANCE));
  }

  @Test
  void kinksAreLeftOutAndCounted() {
    NetSetting s = new NetSetting("inner-product 3, relu, inner-product 2 | softmax | 2 x 3 -> 2");
    java.util.Arrays.fill(s.w, 0, 12, 0);
    NetCheck.NodeReport first = check(s, 1000).get(0);
    assertThat(first.kinks()).isEqualTo(12 + 6);
    assertThat(first.parameters() + first.outputs()).isZero();
  }
}
