package io.dendrite.ml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.stream.StreamSupport;

/**
 * The losses of a fit, one for each epoch (with l-bfgs, for each iteration). If the fit was
 * resumed, only the epochs after the resume are included. For an ensemble, the losses of its
 * networks follow one another.
 *
 * @param train mean losses of the training rows; with l-bfgs the first element is the loss of the
 *     initial weights
 * @param validation losses of the validation rows; empty if there were no validation rows
 */
public record TrainingHistory(double[] train, double[] validation) {
  private static final String KEY = "history";

  @Override
  public String toString() {
    return "train " + Arrays.toString(train) + ", validation " + Arrays.toString(validation);
  }

  /** Writes the losses into a model's provenance. */
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

  /** Reads the losses from a model's provenance; empty for models that the command line trained. */
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
