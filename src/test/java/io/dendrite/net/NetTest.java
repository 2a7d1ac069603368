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
    refused("network.layers[0] is the list [a]", List.of(List.of("a")), "softmax", true);
    refused(
        "'99999999999'; expected a whole number of at most 2147483647",
        List.of("inner-product 99999999999"),
        "softmax",
        true);
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
    refused("name 'a' is already the name", List.of(named, named), "softmax", true);
    refused(
        "name 'input' may only", List.of(Map.of("type", "relu", "name", "input")), "softmax", true);
  }

  private static void refusedGraph(String wanted, String layers) {
    refused(wanted, Written.layers(layers), "softmax", true);
  }

  @Test
  void everyMistakeOfAGraphHasItsSentence() {
    refusedGraph(
        "network.layers[1]: from = 'b' is no layer; expected one of input, a",
        "relu name=a, inner-product 2 from=b");
    refusedGraph(
        "network.layers[0]: from = 'b' is a later layer, which would close a cycle",
        "relu name=a from=b, inner-product 2 name=b");
    refusedGraph("from = 'a' is the layer itself", "relu name=a from=a, inner-product 2");
    refusedGraph(
        "network.layers[0]: nothing reads the output of layer 'a'",
        "relu name=a, inner-product 2 from=input");
    refusedGraph(
        "network.layers[0] (concat) joins several inputs; expected from = [a, b]", "concat");
    refusedGraph(
        "network.layers[0] (relu) takes one input, but 'from' names 2", "relu from=input+input");
    refusedGraph(
        "network.layers[1] (eltwise): its inputs are 3 and 70000; expected the same shape",
        "inner-product 3 name=a, eltwise from=a+input");
    refusedGraph(
        "network.layers[0] (inner-product): share = b is no layer before this one",
        "inner-product 2 share=b");
    refusedGraph(
        "share = a: its parameters are [weight[3, 70000], bias[3]], the parameters of this layer would be [weight[2, 3], bias[2]]",
        "inner-product 3 name=a, inner-product 2 share=a");
    refusedGraph(
        "network.layers[1] (inner-product): rateFactor is set beside share = a; set it in a",
        "inner-product 3 name=a, inner-product 3 share=a rateFactor=0");
    refusedGraph(
        "network.layers[1] (batch-norm): share = a: a layer with running statistics",
        "batch-norm name=a, batch-norm share=a");
    refusedGraph(
        "network.layers[0] (embed) needs more than 2^31 numbers for a row",
        "embed 2000000000 size=2");
    refusedGraph(
        "rateFactor is '-1.5'; expected a number of at least 0", "inner-product 2 rateFactor=-1.5");
    refusedGraph("slice from 2 to 2 of 70000 elements", "slice begin=2 end=2");
    refusedGraph("pieces = 3 does not divide the 70000 units", "maxout 3");
    refusedGraph("a window of 3 x 3 does not fit into 1 x 1", "convolution channels=2 kernel=3");
    refusedGraph("option 'end' is missing", "slice 2");
    refusedGraph(
        "option 'operation' is 'min'; expected one of sum, product, max",
        "eltwise min from=input+input");
    refusedGraph("option 'power' is 'x'; expected a number", "power x");
    refusedGraph("option 'alpha' is '0'; expected a number above 0", "elu 0");
  }

  @Test
  void theInputsShapeIsChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> NetSpec.of(Purpose.CLASSIFICATION, List.of(1, 2), List.of("relu"), "softmax"))
        .withMessageContaining("network.input is [1, 2]; expected [channels, height, width]");
    NetSpec spec =
        NetSpec.of(Purpose.CLASSIFICATION, List.of(1, 2, 2), List.of("inner-product 2"), "softmax");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Net(spec, 5, 2))
        .withMessage("network.input = [1, 2, 2] makes 4 features, but the data has 5");
    assertThat(new Net(spec, 4, 2).parameters()).isEqualTo(10);
  }

  @Test
  void factorsAndSharedParametersOfTensors() {
    Net net =
        net(
            Written.layers(
                "inner-product 3 name=a rateFactor=0 decayFactor=2, relu,"
                    + " inner-product 3 name=b share=a, inner-product 3 name=c"),
            "softmax",
            true,
            3,
            3);
    assertThat(net.parameters()).isEqualTo(2 * 12);
    assertThat(net.tensors().stream().map(TensorSpec::name))
        .containsExactly("a.weight", "a.bias", "c.weight", "c.bias");
    assertThat(net.tensors().stream().map(TensorSpec::rateFactor))
        .containsExactly(0.0, 0.0, 1.0, 1.0);
    assertThat(net.tensors().stream().map(TensorSpec::decayFactor))
        .containsExactly(2.0, 0.0, 1.0, 0.0);
  }

  @Test
  void multiplicationsAreCounted() {
    Net net = net(List.of("inner-product 3", "relu", "inner-product 2"), "softmax", true, 10, 2);
    assertThat(net.flop(false, 1)).isEqualTo(2 * (30 + 6));
    assertThat(net.flop(true, 1)).isEqualTo(2 * (30 + 2 * 6));
    assertThat(net.flop(true, 0.1)).isEqualTo(2 * (3 + 2 * 6));
    NetSpec images =
        NetSpec.of(
            Purpose.CLASSIFICATION,
            List.of(2, 5, 5),
            Written.layers("convolution channels=4 kernel=3, inner-product 2"),
            "softmax");
    assertThat(new Net(images, 50, 2).flop(false, 1)).isEqualTo(2 * (4 * 18 * 9 + 2 * 36));
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
    space.forward(w, 1);
    float f = space.scores(1)[0];
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
    assertThat(NonFiniteSearch.first(space, w, 1, 0, false, 0)).isEmpty();
    w[7] = Float.NaN;
    assertThat(NonFiniteSearch.first(space, w, 1, 0, false, 0))
        .contains("the parameters inner-product-2.weight");
    Arrays.fill(w, 1e30f);
    space.x[0] = 1e30f;
    assertThat(NonFiniteSearch.first(space, w, 1, 0, false, 0))
        .contains("the output of layer inner-product-1");
    space.x[1] = Float.POSITIVE_INFINITY;
    assertThat(NonFiniteSearch.first(space, w, 1, 0, false, 0).get())
        .contains("features")
        .contains("1");
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
