/**
 * The fixed order in which every sum over shards is computed. {@link
 * io.dendrite.reduce.CanonicalTree} defines the order, a binary tree over shard indices, and plans
 * the sums for ranges of shards. The plans are used in three ways: by {@link
 * io.dendrite.reduce.CanonicalTree#sum} to objects, by {@link io.dendrite.reduce.PartialSums} to
 * gradients as a task computes them, and by {@link io.dendrite.reduce.SliceSum} to slices of
 * gradients.
 *
 * <p>Floating-point addition is not associative, so the bits of a model depend on the order defined
 * in this package and on the number of shards, but not on which task adds which part. This package
 * does not use Spark.
 */
package io.dendrite.reduce;
