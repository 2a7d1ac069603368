/**
 * The one fixed order of every sum over shards. {@link io.dendrite.reduce.CanonicalTree} is the
 * rule, a binary tree over shard indices, and plans it for ranges of shards. Three apply its plans:
 * {@link io.dendrite.reduce.CanonicalTree#sum} to objects, {@link io.dendrite.reduce.PartialSums}
 * to gradients as a task computes them, {@link io.dendrite.reduce.SliceSum} to slices of gradients.
 *
 * <p>Floating-point addition is not associative, so the bits of a model depend on this room, and on
 * the number of shards, and not on who adds which part where. No Spark here.
 */
package io.dendrite.reduce;
