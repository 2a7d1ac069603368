/**
 * A network: {@link io.dendrite.net.NetSpec} is what the user wrote, {@link io.dendrite.net.Net} is
 * the graph that comes of it (shapes, one flat vector of all parameters), {@link
 * io.dendrite.net.Workspace} runs it forward and backward over rows with buffers that serve again.
 *
 * <p>Backpropagation over a graph (Rumelhart, Hinton and Williams, 1986); gradients add where a
 * value is used more than once.
 */
package io.dendrite.net;
