package io.dendrite.config;

import io.dendrite.net.NetSpec;
import io.dendrite.net.Stage;
import java.util.List;
import java.util.Map;

/** The settings {@code pretrain.*} of a run. */
public final class PretrainConfig {
  /**
   * Last words of the names of the keys that autoencoders use and restricted Boltzmann machines do
   * not use.
   */
  private static final List<String> OF_AUTOENCODERS =
      List.of(PretrainKeys.CORRUPTION.leaf(), PretrainKeys.LOSS.leaf());

  private final Settings settings;

  PretrainConfig(Settings settings) {
    this.settings = settings;
  }

  /** The type of pre-training: none, denoising or rbm. */
  public String type() {
    return settings.get(PretrainKeys.TYPE);
  }

  /**
   * Path of the rows without labels that pre-training uses; if the path is empty, pre-training uses
   * the training rows.
   */
  public String data() {
    return settings.get(PretrainKeys.DATA);
  }

  int epochs() {
    return settings.get(PretrainKeys.EPOCHS);
  }

  int batch() {
    return settings.get(PretrainKeys.BATCH);
  }

  double rate() {
    return settings.get(PretrainKeys.RATE);
  }

  double momentum() {
    return settings.get(PretrainKeys.MOMENTUM);
  }

  private String loss() {
    return settings.get(PretrainKeys.LOSS);
  }

  /** True if the run has pre-training. */
  public boolean wanted() {
    return !type().equals("none");
  }

  private boolean machines() {
    return type().equals("rbm");
  }

  void requireUsed() {
    Learning.requireUsed(
        settings,
        PretrainKeys.PRETRAIN,
        PretrainKeys.TYPE,
        Map.of(
            // The type none switches pre-training off. The other keys of {@code pretrain.*} may
            // then have any value.
            "none", OF_AUTOENCODERS,
            "denoising", OF_AUTOENCODERS,
            "rbm", List.of()));
  }

  /**
   * Checks that every stage of a network can be pre-trained.
   *
   * @throws IllegalArgumentException if a stage cannot be pre-trained; the message names the stage
   */
  void check(List<Stage> stages) {
    for (int i = 0; i < stages.size(); i++) {
      network(stages.get(i), 1, 1);
      settings.require(
          machines()
              || !loss().equals("sigmoid")
              || i + 1 == stages.size()
              || stages.get(i).endsInSigmoid(),
          PretrainKeys.LOSS,
          loss(),
          "euclidean, since the outputs of "
              + stages.get(i).name()
              + ", which the next layer learns from, are not from 0 to 1 without a sigmoid behind it");
    }
  }

  /**
   * The network that is trained to pre-train a stage: an autoencoder or a restricted Boltzmann
   * machine.
   */
  public NetSpec network(Stage stage, int inputs, int units) {
    return machines()
        ? stage.machine(units)
        : stage.autoencoder(inputs, settings.get(PretrainKeys.CORRUPTION), loss());
  }
}
