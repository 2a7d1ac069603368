/**
 * The double-precision copy of {@code io.dendrite.net}, and the gradient check that runs on this
 * copy. A build step copies the classes of {@code io.dendrite.net} and turns float into double.
 * {@link io.dendrite.f64.net.GradientCheck} compares a derivative that the code of a layer, a loss
 * or a whole network computes with a numerical difference of four points. {@link
 * io.dendrite.f64.net.NetCheck} checks the nodes of a user's network in this way.
 */
package io.dendrite.f64.net;
