/**
 * Layers and losses. Each layer and loss is one class, which documents its formula and derivative
 * and has its forward and backward pass. {@link io.dendrite.nn.Layer} and {@link
 * io.dendrite.nn.Loss} are the interfaces, {@link io.dendrite.nn.Slot} has the arrays that a layer
 * reads and writes, {@link io.dendrite.nn.Ops} is the table of all layers and losses by name.
 *
 * <p>Each row of a matrix is one example, and matrices are row-major, such as the inputs
 * X[rows][in], the weights W[out][in] and the outputs Y[rows][out]. Layer objects have no state.
 * The design follows Caffe's layers (Jia et al., 2014).
 */
package io.dendrite.nn;
