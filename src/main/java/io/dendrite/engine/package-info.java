/**
 * What takes steps. {@link io.dendrite.engine.Engine} is the contract: it advances a {@link
 * io.dendrite.engine.TrainState}. {@link io.dendrite.engine.TreeEngine} is the reference: a Spark
 * job a step, the driver updates. {@link io.dendrite.engine.QuasiNewtonEngine} takes iterations of
 * L-BFGS.
 *
 * <p>Synchronous mini-batch SGD (Dean et al., 2012, without its staleness).
 */
package io.dendrite.engine;
