package io.dendrite.net;

import io.dendrite.nn.Layer;
import io.dendrite.nn.Shape;
import java.io.Serializable;

/**
 * One layer in the graph of a network.
 *
 * @param name name of the node, unique in the network
 * @param from indices of the values that the node reads; index 0 is the input of the network, index
 *     i + 1 is the output of node i
 * @param inputs for each input of the node, the shape of one row
 * @param output shape of one row of the node's output
 * @param at offsets of the node's parameter tensors in the flat parameter vector
 */
record Node(String name, Layer layer, int[] from, Shape[] inputs, Shape output, int[] at)
    implements Serializable {
  /** Number of elements in a row of the node's output. */
  int out() {
    return output.size();
  }
}
