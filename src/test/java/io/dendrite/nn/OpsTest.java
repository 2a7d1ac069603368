package io.dendrite.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every line of the table of ops has to have. */
class OpsTest {
  static Stream<Op<?>> ops() {
    return Stream.concat(Ops.layers().stream(), Ops.losses().stream());
  }

  @ParameterizedTest
  @MethodSource("ops")
  void isWhole(Op<?> op) {
    assertThat(op.name()).matches("[a-z][a-z0-9-]*");
    assertThat(op.doc())
        .as("%s has no doc; its line in Ops needs the formula, for conf/reference.conf", op.name())
        .isNotBlank();
    assertThat(op.sample()).isNotNull();
    assertThat(op.samples()).as("samples of %s", op.name()).doesNotHaveDuplicates();
    for (Sample sample : op.samples()) {
      if (op.make(sample) instanceof Layer layer) {
        takes(op, layer, sample);
      }
    }
  }

  private static void takes(Op<?> op, Layer layer, Sample sample) {
    Shape[] inputs =
        sample.inputs().isEmpty()
            ? new Shape[] {Shape.flat(7)}
            : sample.inputs().toArray(Shape[]::new);
    assertThat(layer.joins())
        .as("%s joins inputs, and sample '%s' has several", op.name(), sample.text())
        .isEqualTo(inputs.length > 1);
    assertThat(layer.shape(inputs).size())
        .as("%s takes the inputs of its sample '%s'", op.name(), sample.text())
        .isPositive();
  }

  /**
   * Options without default are missed; the default of every other one is a value that it takes.
   */
  @ParameterizedTest
  @MethodSource("ops")
  void optionsAreWhatTheOpAsksFor(Op<?> op) {
    List<Option> options = op.options();
    assertThat(options.stream().map(Option::name)).doesNotHaveDuplicates();
    Map<String, Object> given = new HashMap<>(op.sample().options());
    if (given.containsKey(Options.POSITIONAL)) {
      assertThat(options).as("a value without a name belongs to the first option").isNotEmpty();
      given.put(options.get(0).name(), given.remove(Options.POSITIONAL));
    }
    for (Option option : options) {
      assertThat(option.expected()).as(option.name()).isNotBlank();
      Map<String, Object> values = new HashMap<>(given);
      values.remove(option.name());
      if (option.otherwise() == null) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> op.make("here", values))
            .withMessage(
                "here: option '%s' is missing; expected %s", option.name(), option.expected());
      } else {
        boolean same = options.stream().anyMatch(other -> other.name().equals(option.otherwise()));
        values.put(option.name(), same ? 1 : option.otherwise());
        assertThat(op.make("here", values)).isNotNull();
      }
      values.put(option.name(), "what nobody takes");
      assertThatIllegalArgumentException()
          .as(option.name())
          .isThrownBy(() -> op.make("here", values))
          .withMessageStartingWith("here: option '" + option.name() + "'");
    }
    given.put("unheard-of", 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> op.make("here", given))
        .withMessageContaining("unknown option 'unheard-of'");
  }

  @Test
  void optionsAreToldAsDocumentationHasThem() {
    assertThat(lines())
        .contains(
            "inner-product units, init = he, bias = 0 fully connected: weights and bias",
            "pooling pool = max (or average), size = 2, stride = size the greatest, or the mean, of"
                + " each window of a channel",
            "scale init = \"constant 1\" a x, with a learned a for each channel",
            "leaky-relu slope = 0.01 x above 0, else slope x",
            "layer-norm epsilon = 1e-5 a (x - mean) / sqrt(variance + epsilon) + b, with mean and"
                + " variance over each row, and learned a and b for each element",
            "relu max(0, x)");
  }

  private static List<String> lines() {
    List<String> lines = new ArrayList<>();
    ops().forEach(op -> lines.add(op.line()));
    return lines;
  }

  @Test
  void samplesAreRead() {
    Sample sample = Sample.of("3 size=5 on 2, 2x3x4 below 5");
    assertThat(sample.options()).isEqualTo(Map.of("", "3", "size", "5"));
    assertThat(sample.inputs()).containsExactly(Shape.flat(2), new Shape(2, 3, 4));
    assertThat(sample.below()).isEqualTo(5);
    assertThat(sample.positive()).isFalse();
    assertThat(Sample.of("on 6 above 0").positive()).isTrue();
    assertThat(Sample.of("").inputs()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sample.of("on 6 above 1"))
        .withMessageContaining("'above 1'; expected above 0, or below a number");
  }

  @Test
  void someAreInternal() {
    assertThat(ops().filter(Op::internal).map(Op::name)).containsExactly("rbm", "energy");
    assertThat(Ops.internalLayer("rbm")).isTrue();
    assertThat(Ops.internalLayer("relu")).isFalse();
    assertThat(Ops.internalLayer("rbmm")).isFalse();
    assertThat(Ops.internalLoss("energy")).isTrue();
    assertThat(Ops.internalLoss("hinge")).isFalse();
    assertThat(Ops.internalLoss("rbm")).isFalse();
  }
}
