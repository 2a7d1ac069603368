package io.dendrite.nn;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The table of all types of layers and losses, in the order of the documentation. Each type has one
 * class and one entry in the table. The last texts of an entry are samples, in the notation of
 * {@link Sample#of}.
 */
public final class Ops {
  private static final Map<String, Op<Layer>> LAYERS =
      table(
          op("inner-product", "fully connected: weights and bias", InnerProduct::new, "9", "1"),
          op(
              "convolution",
              "weighted sums over windows of all channels, with the same weights at every position",
              Convolution::new,
              "3 kernel=3 on 2x5x4",
              "1 kernel=1 on 1x1x1",
              "2 kernel=2 stride=2 on 3x5x7",
              "2 kernel=3 padding=1 on 2x3x5",
              "2 kernel=4 stride=3 padding=3 on 1x6x5"),
          op(
              "pooling",
              "the greatest, or the mean, of each window of a channel",
              Pooling::new,
              "on 2x4x6",
              "max size=3 stride=1 on 2x5x4",
              "average on 2x5x5",
              "average size=3 stride=2 on 1x7x6"),
          op("relu", "max(0, x)", options -> new Relu(), ""),
          op("sigmoid", "1 / (1 + e^-x)", options -> new Sigmoid(), ""),
          op("tanh", "(e^x - e^-x) / (e^x + e^-x)", options -> new Tanh(), ""),
          op(
              "gelu",
              "x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2",
              options -> new Gelu(),
              ""),
          op("softplus", "log(1 + e^x)", options -> new Softplus(), ""),
          op("absval", "|x|", options -> new AbsoluteValue(), ""),
          op("exp", "e^x", options -> new Exp(), ""),
          op("log", "the natural logarithm", options -> new Log(), "on 6 above 0"),
          op("leaky-relu", "x above 0, else slope x", LeakyRelu::new, "", "0.3"),
          op("prelu", "x above 0, else slope x; each channel learns its slope", PRelu::new, ""),
          op("elu", "x above 0, else alpha (e^x - 1)", Elu::new, "", "0.4"),
          op(
              "power",
              "(shift + scale x)^power",
              Power::new,
              "2",
              "3 scale=0.5 shift=-1",
              "1 scale=-2 shift=3",
              "0",
              "0.5 on 6 above 0",
              "-1 on 6 above 0",
              "1.7 scale=2 on 6 above 0"),
          op(
              "threshold",
              "1 above threshold, else low; gradcheck reports straight-through as a wrong gradient",
              Threshold::new,
              "",
              "0.01 low=-1"),
          op(
              "maxout",
              "the greatest of each group of (pieces) neighbouring elements, or channels",
              Maxout::new,
              "on 6",
              "3 on 6x2x3",
              "1 on 4"),
          op("softmax", "e^x / sum of e^x over the row", options -> new Softmax(), ""),
          op(
              "dropout",
              "in training, sets each input to 0 with this probability",
              Dropout::new,
              "",
              "0.2",
              "0",
              "0.9"),
          op(
              "bias",
              "x + b, with a learned b for each channel (of a plain vector: each element)",
              Bias::new,
              ""),
          op("scale", "a x, with a learned a for each channel", Scale::new, ""),
          op(
              "layer-norm",
              "a (x - mean) / sqrt(variance + epsilon) + b, with mean and variance over each row,"
                  + " and learned a and b for each element",
              LayerNorm::new,
              "",
              "0.1"),
          op(
              "batch-norm",
              "a (x - mean) / sqrt(variance + epsilon) + b, with mean and variance over the rows"
                  + " of each shard's share of the batch (2 to train.chunk rows), and learned a"
                  + " and b for each channel; data.partitions influences the result",
              BatchNorm::new,
              "",
              "0.1 momentum=0.5"),
          op(
              "embed",
              "whole numbers from 0 to size - 1 become rows of a learned table",
              Embed::new,
              "3 size=5 on 2 below 5"),
          op("flatten", "images as plain vectors", options -> new Flatten(), ""),
          op(
              "slice",
              "the elements (or channels) with indices begin (inclusive) to end (exclusive)",
              Slice::new,
              "2 end=5 on 5",
              "0 end=1 on 5",
              "1 end=3 on 4x3x2"),
          op(
              "concat",
              "several inputs, named in the option from, one after the other",
              options -> new Concat(),
              "on 3, 1, 4",
              "on 2x3x4, 1x3x4"),
          op(
              "eltwise",
              "several inputs of one shape, named in the option from, combined by element",
              Eltwise::new,
              "sum on 5, 5",
              "sum on 2x3x2, 2x3x2, 2x3x2",
              "product on 5, 5",
              "product on 2x3x2, 2x3x2, 2x3x2",
              "max on 5, 5",
              "max on 2x3x2, 2x3x2, 2x3x2"),
          internal("rbm", "a restricted Boltzmann machine, by CD-1", Rbm::new, "6", "1"));

  private static final Map<String, Op<Loss>> LOSSES =
      table(
          op(
              "softmax",
              "cross-entropy of classes, with label smoothing",
              SoftmaxLoss::new,
              "",
              "0.1"),
          op(
              "sigmoid",
              "cross-entropy of each output separately, with targets from 0 to 1: for two classes,"
                  + " or for several labels",
              options -> new SigmoidLoss(),
              ""),
          op(
              "hinge",
              "loss of support vector machines; norm = 2 squares its terms",
              HingeLoss::new,
              "",
              "2"),
          op(
              "perceptron",
              "Rosenblatt's perceptron: only misclassified rows count",
              options -> new PerceptronLoss(),
              ""),
          op(
              "contrastive",
              "for pairs: the last layer gives two vectors; the class is either different or same",
              ContrastiveLoss::new,
              "",
              "3"),
          op("euclidean", "half the squared distance", options -> new EuclideanLoss(), ""),
          op("absolute", "absolute distance", options -> new AbsoluteLoss(), ""),
          op("huber", "squared up to delta, then absolute", HuberLoss::new, "", "0.5", "5"),
          op(
              "poisson",
              "for targets that are counts: the last layer gives the logarithm of the rate",
              options -> new PoissonLoss(),
              ""),
          internal("energy", "the energy of an rbm", options -> new EnergyLoss(), ""));

  private Ops() {}

  private static <T> Op<T> op(
      String name, String doc, Function<Options, T> maker, String... samples) {
    return new Op<>(name, doc, false, maker, Arrays.stream(samples).map(Sample::of).toList());
  }

  private static <T> Op<T> internal(
      String name, String doc, Function<Options, T> maker, String... samples) {
    return new Op<>(name, doc, true, maker, Arrays.stream(samples).map(Sample::of).toList());
  }

  @SafeVarargs
  private static <T> Map<String, Op<T>> table(Op<T>... ops) {
    Map<String, Op<T>> table = new LinkedHashMap<>();
    for (Op<T> op : ops) {
      if (table.put(op.name(), op) != null) {
        throw new IllegalStateException("two ops are named '" + op.name() + "'");
      }
    }
    return table;
  }

  /** All types of layers. */
  public static Collection<Op<Layer>> layers() {
    return Collections.unmodifiableCollection(LAYERS.values());
  }

  /** All types of losses. */
  public static Collection<Op<Loss>> losses() {
    return Collections.unmodifiableCollection(LOSSES.values());
  }

  /** True if the type is a layer that no user can name. */
  public static boolean internalLayer(String type) {
    return LAYERS.containsKey(type) && LAYERS.get(type).internal();
  }

  /** True if the type is a loss that no user can name. */
  public static boolean internalLoss(String type) {
    return LOSSES.containsKey(type) && LOSSES.get(type).internal();
  }

  /**
   * Makes a layer from its type and options.
   *
   * @param type name of the type of layer, for example {@code inner-product}
   * @param where place in the network where the layer is used, for error messages
   * @throws IllegalArgumentException for an unknown type or option, or a value out of range
   */
  public static Layer layer(String type, String where, Map<String, Object> options) {
    return get(LAYERS, "layer type", type, where).make(where, options);
  }

  /** Makes a loss; the arguments are like the arguments of {@link #layer}. */
  public static Loss loss(String type, String where, Map<String, Object> options) {
    return get(LOSSES, "loss", type, where).make(where, options);
  }

  private static <T> Op<T> get(Map<String, Op<T>> table, String kind, String type, String where) {
    Op<T> op = table.get(type);
    if (op == null) {
      throw new IllegalArgumentException(
          where
              + ": unknown "
              + kind
              + " '"
              + type
              + "'; known are "
              + String.join(
                  ", ",
                  new TreeSet<>(
                      table.values().stream().filter(o -> !o.internal()).map(Op::name).toList())));
    }
    return op;
  }
}
