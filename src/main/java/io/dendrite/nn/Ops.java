package io.dendrite.nn;

import static java.util.Map.entry;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The ops that a network can name: one class and one line each. */
public final class Ops {
  private static final Map<String, Function<Options, Layer>> LAYERS =
      new TreeMap<>(
          Map.ofEntries(
              entry("absval", options -> new AbsoluteValue()),
              entry("batch-norm", BatchNorm::new),
              entry("bias", Bias::new),
              entry("concat", options -> new Concat()),
              entry("convolution", Convolution::new),
              entry("dropout", Dropout::new),
              entry("eltwise", Eltwise::new),
              entry("elu", Elu::new),
              entry("embed", Embed::new),
              entry("exp", options -> new Exp()),
              entry("flatten", options -> new Flatten()),
              entry("gelu", options -> new Gelu()),
              entry("inner-product", InnerProduct::new),
              entry("layer-norm", LayerNorm::new),
              entry("leaky-relu", LeakyRelu::new),
              entry("log", options -> new Log()),
              entry("maxout", Maxout::new),
              entry("pooling", Pooling::new),
              entry("power", Power::new),
              entry("prelu", PRelu::new),
              entry("rbm", Rbm::new),
              entry("relu", options -> new Relu()),
              entry("scale", Scale::new),
              entry("sigmoid", options -> new Sigmoid()),
              entry("slice", Slice::new),
              entry("softmax", options -> new Softmax()),
              entry("softplus", options -> new Softplus()),
              entry("tanh", options -> new Tanh()),
              entry("threshold", Threshold::new)));

  private static final Map<String, Function<Options, Loss>> LOSSES =
      new TreeMap<>(
          Map.of(
              "absolute", options -> new AbsoluteLoss(),
              "contrastive", ContrastiveLoss::new,
              "energy", options -> new EnergyLoss(),
              "euclidean", options -> new EuclideanLoss(),
              "hinge", HingeLoss::new,
              "huber", HuberLoss::new,
              "perceptron", options -> new PerceptronLoss(),
              "poisson", options -> new PoissonLoss(),
              "sigmoid", options -> new SigmoidLoss(),
              "softmax", SoftmaxLoss::new));

  private Ops() {}

  /**
   * Makes a layer.
   *
   * @param type its name, for example {@code inner-product}
   * @param where what it belongs to, for messages
   * @throws IllegalArgumentException for an unknown type or option, or a value out of range
   */
  public static Layer layer(String type, String where, Map<String, Object> options) {
    return make(LAYERS, "layer type", type, where, options);
  }

  /** Makes a loss; see {@link #layer}. */
  public static Loss loss(String type, String where, Map<String, Object> options) {
    return make(LOSSES, "loss", type, where, options);
  }

  private static <T> T make(
      Map<String, Function<Options, T>> known,
      String kind,
      String type,
      String where,
      Map<String, Object> values) {
    Function<Options, T> maker = known.get(type);
    if (maker == null) {
      throw new IllegalArgumentException(
          where
              + ": unknown "
              + kind
              + " '"
              + type
              + "'; known are "
              + String.join(", ", known.keySet()));
    }
    Options options = new Options(where, values);
    T made = maker.apply(options);
    options.finish();
    return made;
  }
}
