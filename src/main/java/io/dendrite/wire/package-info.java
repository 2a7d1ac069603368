/**
 * Vectors between executors, on Spark's own network library, under its authentication and
 * encryption: {@link io.dendrite.wire.Wire} is a JVM's end, {@link io.dendrite.wire.Peer} a
 * connection to another.
 *
 * <p>A message is a header and slices of {@code float} arrays, which are read and written in place.
 */
package io.dendrite.wire;
