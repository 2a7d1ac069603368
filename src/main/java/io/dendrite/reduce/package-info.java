/**
 * The one fixed order of every sum over shards. {@link io.dendrite.reduce.CanonicalTree} is the
 * rule: a binary tree over shard indices that splits at the largest power of two. The other classes
 * plan it for ranges of shards and apply it to objects, whole vectors, or slices of vectors.
 *
 * <p>Floating-point addition is not associative, so the bits of a model depend on this room, and on
 * the number of shards, and not on who adds which part where. No Spark here.
 */
package io.dendrite.reduce;
