package io.dendrite.net;

import io.dendrite.nn.Layer;
import io.dendrite.nn.Shape;
import java.io.Serializable;

/**
 * One layer at its place in a network.
 *
 * @param name unique in the network
 * @param from its inputs: 0 for the input of the network, i + 1 for the output of node i
 * @param inputs shapes of a row of each input
 * @param output shape of a row of its output
 * @param at offsets of its parameter tensors in the flat vector
 */
record Node(String name, Layer layer, int[] from, Shape[] inputs, Shape output, int[] at)
    implements Serializable {
  /** Elements of a row of the output. */
  int out() {
    return output.size();
  }
}
