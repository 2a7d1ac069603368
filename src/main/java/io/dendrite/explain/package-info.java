/**
 * Explains a run without producing a model. {@link io.dendrite.explain.DryRun} loads the data,
 * times some steps, and reports what a run will compute, send and hold in memory, and how long the
 * run will take. {@link io.dendrite.explain.ScalingModel} predicts the time on other numbers of
 * executors. {@link io.dendrite.explain.GradientAudit} checks backpropagation on the user's own
 * network and rows.
 */
package io.dendrite.explain;
