/**
 * The double twin of {@code io.dendrite.net}, which a build step copies with float turned into
 * double, and the gradient check that runs on it: {@link io.dendrite.f64.net.GradientCheck}
 * compares what the production code of a layer, a loss or a whole network gives with four-point
 * differences, {@link io.dendrite.f64.net.NetCheck} does so for the nodes of a user's network.
 */
package io.dendrite.f64.net;
