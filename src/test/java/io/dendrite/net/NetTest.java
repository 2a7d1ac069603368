package io.dendrite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dendrite.math.Blas;
import io.dendrite.math.BlasLibrary;
import io.dendrite.nn.Ops;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetTest {
  private static Net net(List<?> layers, String loss, boolean classes, int in, int out) {
    return new Net(NetSpec.of(layers, loss, classes), in, out);
  }

  private static void refused(String wanted, List<?> layers, String loss, boolean classes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> net(layers, loss, classes, 70_000, 2))
        .withMessageContaining(wanted);
  }

  @Test
  void everyMistakeHasItsSentence() {
    refused("network.layers is empty", List.of(), "softmax", true);
    refused("network.layers[0] is empty", Arrays.asList((Object) null), "softmax", true);
    refused("unknown layer type 'conv'; known are", List.of("conv 3"), "softmax", true);
    refused("option 'units' is missing", List.of("inner-product"), "softmax", true);
    refused("option 'units' is '0'", List.of("inner-product 0"), "softmax", true);
    refused("unknown value '3'", List.of("relu 3"), "softmax", true);
    refused("probability' is '1'", List.of("dropout 1"), "softmax", true);
    refused("gives 3 outputs, but the data has 2", List.of("inner-product 3"), "softmax", true);
    refused("softmax needs", List.of("inner-product 2"), "softmax", false);
    refused("hinge needs", List.of("inner-product 2"), "hinge", false);
    refused("unknown loss 'mse'", List.of("inner-product 2"), "mse", true);
    refused("more than 2^31 parameters", List.of("inner-product 70000"), "softmax", true);
    refused(
        "network.layers[0] (inner-product): option 'init': unknown initialiser 'foo'",
        List.of(Map.of("type", "inner-product", "units", 2, "init", "foo")),
        "softmax",
        true);
    refused("no 'type' in", List.of(Map.of("units", 2)), "softmax", true);
    Map<String, Object> named = Map.of("type", "relu", "name", "a");
    refused("name 'a' is already taken", List.of(named, named), "softmax", true);
  }

  @Test
  void sparkStartKeepsAGivenBias() {
    Map<String, Object> layer =
        Map.of("type", "inner-product", "units", 2, "init", "spark-mlp", "bias", 3);
    float[] w = net(List.of(layer), "softmax", true, 2, 2).init(1);
    assertThat(Arrays.copyOfRange(w, 4, 6)).containsExactly(3, 3);
  }

  @Test
  void softmaxOfExtremeScoresIsFinite() {
    for (float big : new float[] {1e30f, Float.MAX_VALUE}) {
      float[] dy = new float[2];
      double loss =
          Ops.loss("softmax", "test", Map.of())
              .evaluate(1, 2, new float[] {big, -big}, new float[] {1}, true, null, dy);
      assertThat(loss).isEqualTo(2.0 * big);
      assertThat(dy).containsExactly(1, -1);
    }
  }

  private static Workspace space(Net net, int rows) {
    return new Workspace(net, true, true, false, rows, new Blas(BlasLibrary.open("auto").netlib()));
  }

  /** f = sigmoid(w0 x0 + w1 x1 + w2); with target 0 the euclidean loss has derivative f. */
  @Test
  void theLecturesSigmoidNeuron() {
    Net net = net(List.of("inner-product 1", "sigmoid"), "euclidean", false, 2, 1);
    Workspace space = space(net, 1);
    float[] w = {2, -3, -3};
    space.x[0] = -1;
    space.x[1] = -2;
    float f = space.scores(w, 1)[0];
    assertThat(Math.round(f * 100)).isEqualTo(73);
    float[] g = new float[3];
    space.x[0] = -1;
    space.x[1] = -2;
    space.gradient(w, g, 1, 0, false, 0);
    float[] all = {g[0], g[1], g[2], space.inputDelta()[0], space.inputDelta()[1]};
    int[] wanted = {-20, -39, 20, 39, -59};
    for (int i = 0; i < 5; i++) {
      assertThat(Math.round(100 * all[i] / f)).isEqualTo(wanted[i]);
    }
  }

  @Test
  void namesTheLayerOfTheFirstBadNumber() {
    Net net = net(List.of("inner-product 2", "inner-product 2"), "softmax", true, 2, 2);
    Workspace space = space(net, 1);
    float[] w = net.init(1);
    assertThat(space.firstNonFinite(w, 1, 0, false, 0)).isEmpty();
    w[7] = Float.NaN;
    assertThat(space.firstNonFinite(w, 1, 0, false, 0))
        .contains("the parameters inner-product-2.weight");
    Arrays.fill(w, 1e30f);
    space.x[0] = 1e30f;
    assertThat(space.firstNonFinite(w, 1, 0, false, 0))
        .contains("the output of layer inner-product-1");
    space.x[1] = Float.POSITIVE_INFINITY;
    assertThat(space.firstNonFinite(w, 1, 0, false, 0).get()).contains("features").contains("1");
  }

  @Test
  void deepNetsShareBuffers() {
    String[] layers = new String[40];
    for (int i = 0; i < 40; i++) {
      layers[i] = i % 2 == 0 ? "inner-product 8" : "relu";
    }
    Net net = net(List.of(layers), "softmax", true, 8, 8);
    assertThat(new Plan(net, true, false, false).widths.length).isLessThan(45);
    assertThat(new Plan(net, false, false, false).widths.length).isEqualTo(2);
  }

  @Test
  void aSparseInputHasNoDenseBuffer() {
    Net net = net(List.of("inner-product 3", "relu", "inner-product 2"), "softmax", true, 900, 2);
    assertThat(new Plan(net, true, false, true).widths).doesNotContain(900);
    assertThat(new Plan(net, true, false, false).widths).contains(900);
    Blas blas = new Blas(BlasLibrary.open("auto").netlib());
    assertThat(new Workspace(net, true, false, true, 5, blas).x).isNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Workspace(net, true, true, true, 5, blas))
        .withMessageContaining("sparse input has no derivative");
    Net dropping = net(List.of("dropout 0.1", "inner-product 2"), "softmax", true, 900, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Workspace(dropping, true, false, true, 5, blas));
  }
}
