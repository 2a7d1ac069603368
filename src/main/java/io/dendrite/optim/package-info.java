/**
 * Learns parameters from gradients: learning rules, schedules of learning rates, running averages
 * of the parameters, and {@link io.dendrite.optim.Optimizer}, which applies them in one pass over
 * the parameters. Line searches are done by the library Breeze.
 *
 * <p>Each learning rule is one class, and one line of the table in {@link io.dendrite.optim.Rules}.
 * The package {@code io.dendrite.optim} does not depend on networks, rows or Spark. The ranges of
 * options are checked in one place, the keys of {@code io.dendrite.config}; the records of this
 * package only describe the ranges.
 */
package io.dendrite.optim;
