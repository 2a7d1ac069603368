/**
 * Scoring of a model: {@link io.dendrite.score.Evaluation} scores rows in shards, {@link
 * io.dendrite.score.ModelScoring} scores rows of a file; {@link io.dendrite.score.Metrics} holds
 * the metrics that were computed. Sums over shards are computed in the fixed order of the canonical
 * tree.
 */
package io.dendrite.score;
