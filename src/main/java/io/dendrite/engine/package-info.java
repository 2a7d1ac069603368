/**
 * The engines, which take the steps of a run. {@link io.dendrite.engine.Engine} is the contract: it
 * advances a {@link io.dendrite.engine.TrainState}. {@link io.dendrite.engine.TreeEngine} is the
 * reference: one Spark job per step, with the update on the driver. {@link
 * io.dendrite.engine.QuasiNewtonEngine} takes iterations of L-BFGS and OWL-QN.
 *
 * <p>Synchronous mini-batch SGD (Dean et al., 2012, without its staleness).
 */
package io.dendrite.engine;
