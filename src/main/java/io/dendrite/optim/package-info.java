/**
 * How gradients change parameters: learning rules, learning rates, means of the parameters, and
 * {@link io.dendrite.optim.Optimizer}, which applies them in one pass over the parameters. Line
 * searches go through Breeze.
 *
 * <p>A rule is one class and one line of its table. Nothing here knows of networks, rows or Spark.
 * Ranges of the values stand once, at the keys of {@code config}; records say them in words.
 */
package io.dendrite.optim;
