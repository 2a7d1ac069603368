package io.dendrite.ml;

import io.dendrite.net.Net;
import io.dendrite.net.TensorSpec;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;

/**
 * Weights in the order of Spark's MultilayerPerceptronClassifier: for each layer the weight matrix
 * [output units][input units], column by column, then the biases.
 */
final class SparkWeights {
  private SparkWeights() {}

  /**
   * Reorders weights from Spark's order into the order of the network's parameters.
   *
   * @throws IllegalArgumentException if the number of weights is not the network's number of
   *     parameters
   */
  static float[] toNet(Net net, Vector weights) {
    if (weights.size() != net.parameters()) {
      throw new IllegalArgumentException(
          "setInitialWeights has "
              + weights.size()
              + " numbers, but the network "
              + net.parameters()
              + " weights; expected as many");
    }
    double[] from = weights.toArray();
    float[] to = new float[from.length];
    for (TensorSpec tensor : net.tensors()) {
      for (int i = 0; i < tensor.size(); i++) {
        to[tensor.at() + i] = (float) from[tensor.at() + transposed(tensor, i)];
      }
    }
    return to;
  }

  /** Reorders the parameters of a network into Spark's order. */
  static Vector ofNet(Net net, float[] parameters) {
    double[] to = new double[parameters.length];
    for (TensorSpec tensor : net.tensors()) {
      for (int i = 0; i < tensor.size(); i++) {
        to[tensor.at() + transposed(tensor, i)] = parameters[tensor.at() + i];
      }
    }
    return Vectors.dense(to);
  }

  /**
   * Converts {@code i}, the index of an element of a matrix stored row by row, to the index of the
   * same element if the matrix is stored column by column.
   */
  private static int transposed(TensorSpec tensor, int i) {
    int[] shape = tensor.shape();
    if (shape.length != 2) {
      return i;
    }
    int row = i / shape[1];
    int column = i % shape[1];
    return column * shape[0] + row;
  }
}
