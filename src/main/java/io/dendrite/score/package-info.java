/**
 * Scoring of a model: {@link io.dendrite.score.Evaluation} scores rows in shards, {@link
 * io.dendrite.score.ModelScoring} rows of a file; {@link io.dendrite.score.Metrics} is the result
 * of either. Sums follow the canonical tree here too.
 */
package io.dendrite.score;
