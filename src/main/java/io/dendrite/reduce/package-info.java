/**
 * The fixed order in which every sum over shards is computed. {@link
 * io.dendrite.reduce.CanonicalTree} defines the order, a binary tree over shard indices, and plans
 * the additions for ranges of shards. Three kinds of sums use the plans of the canonical tree.
 * {@link io.dendrite.reduce.CanonicalTree#sum} adds objects, {@link io.dendrite.reduce.PartialSums}
 * adds gradients as soon as a task computes them, and {@link io.dendrite.reduce.SliceSum} adds
 * slices of gradients.
 *
 * <p>Floating-point addition is not associative, so the bits of a model depend on the order defined
 * in this package and on the number of shards, but not on the tasks that do the additions. The
 * package {@code io.dendrite.reduce} does not use Spark.
 */
package io.dendrite.reduce;
