/**
 * Neural networks: {@link io.dendrite.net.NetSpec} is what the user wrote, {@link
 * io.dendrite.net.Net} is the graph built from it (shapes, one flat vector of all parameters),
 * {@link io.dendrite.net.Workspace} runs the network forward and backward over rows, in buffers
 * that are allocated once.
 *
 * <p>Gradients are computed by backpropagation over a graph (Rumelhart, Hinton and Williams, 1986).
 * If several nodes read a value, the gradients by this value that these nodes compute are added.
 */
package io.dendrite.net;
