/**
 * Sends vectors between executors with Spark's own network library, under its authentication and
 * encryption: {@link io.dendrite.wire.Wire} is one JVM's endpoint, {@link io.dendrite.wire.Peer} a
 * connection to another JVM.
 *
 * <p>A message consists of a header and slices of {@code float} arrays; the sender reads its arrays
 * in place, and the receiver writes into its arrays in place.
 */
package io.dendrite.wire;
