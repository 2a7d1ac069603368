/**
 * Explains a run without producing a model: {@link io.dendrite.explain.DryRun} loads the data,
 * times some steps and reports what a run will compute, move and hold, and how long it will take
 * ({@link io.dendrite.explain.ScalingModel}: on how many executors); {@link
 * io.dendrite.explain.GradientAudit} checks backpropagation on the user's own network and rows.
 */
package io.dendrite.explain;
