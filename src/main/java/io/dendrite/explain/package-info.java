/**
 * Runs that train nothing: {@link io.dendrite.explain.DryRun} loads the data, times some steps and
 * says what a run will compute, move, hold and take ({@link io.dendrite.explain.ScalingModel}: on
 * how many executors); {@link io.dendrite.explain.GradientAudit} checks backpropagation on the
 * user's own network and rows.
 */
package io.dendrite.explain;
