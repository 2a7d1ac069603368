/**
 * Learns parameters from gradients: learning rules, schedules of learning rates, running averages
 * of the parameters, and {@link io.dendrite.optim.Optimizer}, which applies all of these in one
 * pass over the parameters. Line searches are done by the library Breeze.
 *
 * <p>Each learning rule has one class and one entry in the table of {@link
 * io.dendrite.optim.Rules}. The package {@code io.dendrite.optim} does not depend on networks, rows
 * or Spark. The ranges of options are checked by the keys of {@code io.dendrite.config}; the
 * records of this package only document the ranges.
 */
package io.dendrite.optim;
