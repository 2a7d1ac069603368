package io.dendrite.model;

import io.dendrite.checkpoint.SafeTensors;
import io.dendrite.checkpoint.Tensor;
import io.dendrite.data.DataException;
import io.dendrite.data.Scaler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Converts the scaler of the features to tensors of a model or a checkpoint and back; each tensor
 * has one number per feature.
 */
final class ScalerTensors {
  private static final String FILL = "scaler/fill";
  private static final String FACTOR = "scaler/factor";
  private static final String SHIFT = "scaler/shift";

  private ScalerTensors() {}

  /** The tensors of a scaler; a scaler that shifts no feature has no tensor of shifts. */
  static List<Tensor> of(Scaler scaler) {
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(Tensor.vector(FILL, scaler.fill()));
    tensors.add(Tensor.vector(FACTOR, scaler.factor()));
    if (scaler.shift() != null) {
      tensors.add(Tensor.vector(SHIFT, scaler.shift()));
    }
    return tensors;
  }

  /**
   * Reads a scaler from the tensors of a file.
   *
   * @param inputs number of features that the scaler must have
   * @throws DataException if a tensor of the scaler is missing or does not have {@code inputs}
   *     numbers
   */
  static Scaler read(String file, SafeTensors.Contents contents, int inputs) {
    float[] fill = vector(contents, FILL);
    float[] factor = vector(contents, FACTOR);
    float[] shift = vector(contents, SHIFT);
    if (wrong(fill, inputs) || wrong(factor, inputs) || shift != null && wrong(shift, inputs)) {
      throw new DataException(
          file
              + ": the scaler's tensors "
              + FILL
              + " and "
              + FACTOR
              + ", and "
              + SHIFT
              + " if there is one, must have "
              + inputs
              + " numbers each, one a feature; they have "
              + Arrays.asList(length(fill), length(factor), length(shift)));
    }
    return new Scaler(fill, shift, factor);
  }

  private static boolean wrong(float[] vector, int inputs) {
    return vector == null || vector.length != inputs;
  }

  private static String length(float[] vector) {
    return vector == null ? "none" : Integer.toString(vector.length);
  }

  private static float[] vector(SafeTensors.Contents contents, String name) {
    return contents.tensors().stream()
        .filter(t -> t.name().equals(name))
        .findFirst()
        .map(t -> Arrays.copyOfRange(t.data(), t.offset(), t.offset() + (int) t.size()))
        .orElse(null);
  }
}
