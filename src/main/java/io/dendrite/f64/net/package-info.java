/**
 * The double-precision twin of {@code io.dendrite.net}, made by a build step that copies the
 * classes and turns float into double, and the gradient check that runs on the twin. {@link
 * io.dendrite.f64.net.GradientCheck} compares a derivative that the production code of a layer, a
 * loss or a whole network computes with numerical differences of four points; {@link
 * io.dendrite.f64.net.NetCheck} does this for the nodes of a user's network.
 */
package io.dendrite.f64.net;
