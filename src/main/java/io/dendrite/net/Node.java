package io.dendrite.net;

import io.dendrite.nn.Layer;
import java.io.Serializable;

/**
 * One layer in its place.
 *
 * @param name unique in the net
 * @param in width of a row of its input
 * @param out width of a row of its output
 * @param at offsets of its parameter tensors in the flat vector
 */
record Node(String name, Layer layer, int in, int out, int[] at) implements Serializable {}
