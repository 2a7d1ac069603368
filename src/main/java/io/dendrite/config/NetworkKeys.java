package io.dendrite.config;

import static io.dendrite.config.Effect.BITS;

import java.util.List;

/** The keys {@code network.*}: purpose, layers and loss of the network. */
public final class NetworkKeys {
  private static final Section NETWORK = new Section("network", "");

  static final List<Section> SECTIONS = List.of(NETWORK);

  public static final Key<String> TASK =
      NETWORK.key(
          "task",
          Type.TEXT,
          "classification",
          BITS,
          """
          classification | multi-label (each of several columns data.label is 0 or 1) | regression | autoencoder (the target is the
          scaled row itself; columns data.label are left out).
          """);

  public static final Key<List<Object>> INPUT =
      NETWORK.key(
          "input",
          Type.LIST,
          List.of(),
          BITS,
          "[channels, height, width] of the features, for convolution and pooling; [] for a plain vector.");

  public static final Key<List<Object>> LAYERS =
      NETWORK.key(
          "layers",
          Type.LIST,
          List.of(),
          BITS,
          """
          From the input to the output. An entry is "type", "type value" or {type = .., option = ..}; the value without a name is the first option:
          """
              + Tables.layers()
              + """
          and, in any entry:
            name           of the layer (type and a number unless given)
            from           name of the layer before it, or input, or a list of names for concat and eltwise (the layer written before it unless given)
            share          name of a layer before it, whose parameters it uses too
            rateFactor     what the learning rate is multiplied by; 0 keeps its parameters as they are
            decayFactor    what the weight decay is multiplied by
          init: zero, constant c, uniform a, normal s, xavier, he, spark-mlp (as Spark's MultilayerPerceptronClassifier).
          The last layer has as many units as there are classes, or target values.
          """);

  public static final Key<Object> LOSS =
      NETWORK.key(
          "loss",
          Type.TEXT_OR_STRUCTURE,
          "softmax",
          BITS,
          """
          The name of one of these, or {type = .., option = ..}:
          """
              + Tables.losses()
              + """
          For two classes sigmoid, hinge, perceptron, euclidean, absolute and huber also take a single unit in the last layer.
          """);

  private NetworkKeys() {}
}
