package io.dendrite.config;

import io.dendrite.net.NetSpec;
import io.dendrite.net.Stage;
import java.util.List;

/**
 * Keys {@code pretrain.*}.
 *
 * @param type none, denoising or rbm
 * @param data rows without labels; empty: those of training
 */
public record PretrainConfig(
    String type,
    String data,
    int epochs,
    int batch,
    double rate,
    float momentum,
    double corruption,
    String loss) {
  static final PretrainConfig NONE = new PretrainConfig("none", "", 1, 1, 1, 0, 0, "euclidean");

  /** Checks the ranges. */
  public PretrainConfig {
    TrainConfig.oneOf("pretrain.type", type, List.of("none", "denoising", "rbm"));
    TrainConfig.oneOf("pretrain.loss", loss, List.of("sigmoid", "euclidean"));
    TrainConfig.require(epochs >= 1, "pretrain.epochs", epochs, "a whole number of at least 1");
    TrainConfig.require(batch >= 1, "pretrain.batch", batch, "a whole number of at least 1");
    TrainConfig.require(
        rate > 0 && Double.isFinite(rate), "pretrain.rate", rate, "a finite number above 0");
    TrainConfig.require(
        momentum >= 0 && momentum < 1, "pretrain.momentum", momentum, "a number from 0 to below 1");
    TrainConfig.require(
        corruption >= 0 && corruption < 1,
        "pretrain.corruption",
        corruption,
        "a probability from 0 to below 1");
  }

  /** Is there any? */
  public boolean wanted() {
    return !type.equals("none");
  }

  /**
   * Checks that every stage of a network can learn.
   *
   * @throws IllegalArgumentException naming the stage that cannot
   */
  void check(List<Stage> stages) {
    for (int i = 0; i < stages.size(); i++) {
      network(stages.get(i), 1, 1);
      TrainConfig.require(
          type.equals("rbm")
              || !loss.equals("sigmoid")
              || i + 1 == stages.size()
              || stages.get(i).endsInSigmoid(),
          "pretrain.loss",
          loss,
          "euclidean, since what "
              + stages.get(i).name()
              + " gives the next layer is not from 0 to 1 unless sigmoid stands behind it");
    }
  }

  /** The network in which a stage learns. */
  public NetSpec network(Stage stage, int inputs, int units) {
    return type.equals("rbm") ? stage.machine(units) : stage.autoencoder(inputs, corruption, loss);
  }
}
