package io.dendrite.net;

import io.dendrite.nn.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A stage of pre-training: an inner-product layer and the activation after it. Greedy layer-wise
 * pre-training (Hinton, Osindero and Teh, 2006, and Bengio et al., 2007) trains each stage alone,
 * on the output of the stages before the stage.
 *
 * @param layers the entries of {@link NetSpec#layers()} that belong to the stage, without dropout
 */
public record Stage(List<Map<String, Object>> layers) {
  private static final Set<String> ACTIVATIONS =
      Set.of("sigmoid", "tanh", "relu", "leaky-relu", "elu", "gelu", "softplus");

  /**
   * Divides a network into stages: one for each inner product except the last, which computes the
   * output of the network.
   *
   * @throws IllegalArgumentException if the network has a layer that cannot be pre-trained; the
   *     message names the layer
   */
  public static List<Stage> of(NetSpec spec) {
    List<List<Map<String, Object>>> stages = new ArrayList<>();
    for (int i = 0; i < spec.layers().size(); i++) {
      Map<String, Object> entry = spec.layers().get(i);
      String type = entry.get("type").toString();
      boolean inner = type.equals("inner-product");
      if (entry.containsKey("from")
          || entry.containsKey("share")
          || !inner && !type.equals("dropout") && !ACTIVATIONS.contains(type)
          || ACTIVATIONS.contains(type) && stages.isEmpty()) {
        throw new IllegalArgumentException(
            spec.where(i)
                + ": pretrain expects a chain of inner products, activations behind them and dropout, without 'from' and 'share'; change network.layers, or set pretrain.type = none");
      }
      if (inner) {
        stages.add(new ArrayList<>());
      }
      if (!type.equals("dropout")) {
        stages.get(stages.size() - 1).add(entry);
      }
    }
    if (stages.size() < 2) {
      throw new IllegalArgumentException(
          "pretrain has nothing to do: network.layers has no inner product before the last");
    }
    return stages.subList(0, stages.size() - 1).stream().map(Stage::new).toList();
  }

  /** Name of the stage's inner-product layer. */
  public String name() {
    return layers.get(0).get("name").toString();
  }

  /** True if a tensor belongs to one of the stage's layers. */
  public boolean has(TensorSpec tensor) {
    return layers.stream()
        .anyMatch(layer -> tensor.name().startsWith(layer.get("name").toString() + "."));
  }

  /** The network that computes the stage's output from its input. */
  public NetSpec encoder() {
    return NetSpec.of(Purpose.REGRESSION, List.of(), layers, "euclidean");
  }

  /**
   * The network that pre-trains the stage as a denoising autoencoder (Vincent et al., 2008): the
   * stage, and an inner product that reconstructs the stage's input.
   *
   * @param inputs width of the stage's input
   * @param corruption probability that an element of the stage's input is set to 0
   * @param loss name of the loss by which the reconstruction is compared with the stage's input
   */
  public NetSpec autoencoder(int inputs, double corruption, String loss) {
    List<Map<String, Object>> all = new ArrayList<>();
    all.add(
        Map.of("type", "dropout", "name", name() + "-corruption", Options.POSITIONAL, corruption));
    all.addAll(layers);
    all.add(
        Map.of(
            "type",
            "inner-product",
            "name",
            name() + "-reconstruction",
            "units",
            inputs,
            "init",
            "xavier"));
    return NetSpec.of(Purpose.AUTOENCODER, List.of(), all, loss);
  }

  /** True if the stage ends in a sigmoid, so that its outputs are from 0 to 1. */
  public boolean endsInSigmoid() {
    return layers.get(layers.size() - 1).get("type").equals("sigmoid");
  }

  /**
   * The restricted Boltzmann machine that learns the stage's parameters. The restricted Boltzmann
   * machine has the name of the stage.
   *
   * @throws IllegalArgumentException if the stage's activation is not a sigmoid, the activation of
   *     the machine's hidden units
   */
  public NetSpec machine(int units) {
    if (layers.size() != 2 || !layers.get(1).get("type").equals("sigmoid")) {
      throw new IllegalArgumentException(
          "pretrain.type = rbm expects sigmoid behind "
              + name()
              + ", since hidden units of a restricted Boltzmann machine are 0 or 1; change network.layers, or set pretrain.type = denoising");
    }
    return NetSpec.of(
        Purpose.AUTOENCODER,
        List.of(),
        List.of(Map.of("type", "rbm", "name", name(), "units", units)),
        "energy");
  }
}
