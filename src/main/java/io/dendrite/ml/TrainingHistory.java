package io.dendrite.ml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.stream.StreamSupport;

/**
 * The losses of a fit, one an epoch (an iteration with l-bfgs), since its last resume; of an
 * ensemble, those of its networks one after the other.
 *
 * @param train mean loss of the training rows; with l-bfgs the first is that of the first weights
 * @param validation loss of the validation rows; empty if there were none
 */
public record TrainingHistory(double[] train, double[] validation) {
  private static final String KEY = "history";

  @Override
  public String toString() {
    return "train " + Arrays.toString(train) + ", validation " + Arrays.toString(validation);
  }

  /** Writes it into a model's provenance. */
  void into(ObjectNode provenance) {
    ObjectNode node = provenance.putObject(KEY);
    put(node.putArray("trainLoss"), train);
    put(node.putArray("validationLoss"), validation);
  }

  private static void put(ArrayNode array, double[] values) {
    for (double value : values) {
      array.add(value);
    }
  }

  /** Reads it from a model's provenance; empty for models of the command. */
  static TrainingHistory of(JsonNode provenance) {
    JsonNode node = provenance.path(KEY);
    return new TrainingHistory(values(node.path("trainLoss")), values(node.path("validationLoss")));
  }

  private static double[] values(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }
}
