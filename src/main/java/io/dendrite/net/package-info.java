/**
 * Neural networks: {@link io.dendrite.net.NetSpec} is what the user wrote, {@link
 * io.dendrite.net.Net} is the graph built from it (shapes, one flat vector of all parameters),
 * {@link io.dendrite.net.Workspace} runs the network forward and backward over rows with buffers
 * that are used again.
 *
 * <p>Backpropagation over a graph (Rumelhart, Hinton and Williams, 1986); if several nodes read a
 * value, the gradients by the value are added.
 */
package io.dendrite.net;
