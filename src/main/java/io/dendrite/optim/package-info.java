/**
 * How gradients change parameters: learning rules, learning rates, means of the parameters, and
 * {@link io.dendrite.optim.Optimizer}, which applies them in one pass over the parameters. Line
 * searches go through Breeze.
 *
 * <p>A rule is one class and one line of its table. Nothing here depends on networks, rows or
 * Spark. The ranges of the values are checked once, at the keys of {@code config}; the records only
 * describe them.
 */
package io.dendrite.optim;
