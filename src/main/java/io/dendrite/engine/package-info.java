/**
 * The engines, which take the steps of a run. {@link io.dendrite.engine.Engine} is the contract: it
 * advances a {@link io.dendrite.engine.TrainState}. {@link io.dendrite.engine.TreeEngine} is the
 * reference implementation with which other engines are compared: it runs one Spark job per step,
 * and updates the parameters on the driver. {@link io.dendrite.engine.QuasiNewtonEngine} takes
 * iterations of L-BFGS and OWL-QN.
 *
 * <p>Training is synchronous mini-batch SGD (as in Dean et al., 2012, but without stale gradients).
 */
package io.dendrite.engine;
