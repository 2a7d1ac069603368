package io.dendrite.config;

import static io.dendrite.config.Effect.BITS;

import java.util.List;

/** The keys {@code pretrain.*}, for layers that are first trained on rows without labels. */
public final class PretrainKeys {
  static final Section PRETRAIN =
      new Section(
          "pretrain",
          """
          Before training, the weights into each hidden inner product are learned from the rows alone, layer by layer: first on the rows,
          then on the outputs of the layers before. For networks that are a chain of inner products, activations behind them and
          dropout; useful where few rows have labels. A run that is stopped during pre-training begins it again.
          """);

  static final List<Section> SECTIONS = List.of(PRETRAIN);

  public static final Key<String> TYPE =
      PRETRAIN.key(
          "type",
          Type.TEXT,
          "none",
          Check.oneOf("none", "denoising", "rbm"),
          BITS,
          """
          none | denoising (an autoencoder that restores rows of which a part was set to 0) | rbm (a restricted Boltzmann machine by
          CD-1; for sigmoid layers and features from 0 to 1)
          """);

  public static final Key<String> DATA =
      PRETRAIN.key(
          "data",
          Type.TEXT,
          "",
          BITS,
          "Rows without labels: file, directory or glob, of the same format and columns as data.train. Empty: the rows of data.train.");

  public static final Key<Integer> EPOCHS =
      PRETRAIN.key(
          "epochs",
          Type.WHOLE,
          10,
          Check.atLeastOne(),
          BITS,
          "Number of passes over the rows for each layer.");

  public static final Key<Integer> BATCH =
      PRETRAIN.key("batch", Type.WHOLE, 100, Check.atLeastOne(), BITS, "Rows of a mini-batch.");

  public static final Key<Double> RATE =
      PRETRAIN.key(
          "rate",
          Type.NUMBER,
          0.01,
          Check.aboveZero(),
          BITS,
          "Learning rate, the same in every step.");

  public static final Key<Double> MOMENTUM =
      PRETRAIN.key(
          "momentum", Type.NUMBER, 0.9, Check.fraction(), BITS, "As train.optimizer.momentum.");

  public static final Key<Double> CORRUPTION =
      PRETRAIN.key(
          "corruption",
          Type.NUMBER,
          0.3,
          new Check<>(value -> value >= 0 && value < 1, "a probability from 0 to below 1"),
          BITS,
          "denoising: the probability that an element of a layer's input is set to 0.");

  public static final Key<String> LOSS =
      PRETRAIN.key(
          "loss",
          Type.TEXT,
          "euclidean",
          Check.oneOf("sigmoid", "euclidean"),
          BITS,
          "denoising: sigmoid (for features and activations from 0 to 1) | euclidean. The loss of a row is the sum over its elements, so the rate must be small.");

  private PretrainKeys() {}
}
