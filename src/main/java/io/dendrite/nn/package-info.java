/**
 * One class for each layer and each loss: its formula, its derivative, forward and backward side by
 * side. {@link io.dendrite.nn.Layer} and {@link io.dendrite.nn.Loss} are the contracts, {@link
 * io.dendrite.nn.Slot} is what a pass hands to a layer, {@link io.dendrite.nn.Ops} is the table of
 * all of them by name.
 *
 * <p>Rows are examples, row-major: X[rows][in], W[out][in], Y[rows][out]. Layers hold no state.
 * After Caffe's layers (Jia et al., 2014).
 */
package io.dendrite.nn;
