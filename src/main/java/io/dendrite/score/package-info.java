/**
 * A model is scored: {@link io.dendrite.score.Evaluation} over rows in shards, {@link
 * io.dendrite.score.ModelScoring} over rows of a file, {@link io.dendrite.score.Metrics} of either.
 * Sums follow the canonical tree here too.
 */
package io.dendrite.score;
