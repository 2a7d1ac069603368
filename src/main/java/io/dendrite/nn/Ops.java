package io.dendrite.nn;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The ops that a network can name: one class and one line each. */
public final class Ops {
  private static final Map<String, Function<Options, Layer>> LAYERS =
      new TreeMap<>(
          Map.of(
              "dropout", Dropout::new,
              "inner-product", InnerProduct::new,
              "relu", options -> new Relu(),
              "sigmoid", options -> new Sigmoid(),
              "tanh", options -> new Tanh()));

  private static final Map<String, Function<Options, Loss>> LOSSES =
      new TreeMap<>(
          Map.of(
              "euclidean", options -> new EuclideanLoss(),
              "hinge", options -> new HingeLoss(),
              "softmax", options -> new SoftmaxLoss()));

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
