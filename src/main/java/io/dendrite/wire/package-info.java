/**
 * Sends vectors between executors with Spark's own network library, which authenticates and
 * encrypts connections if Spark is configured to do so. {@link io.dendrite.wire.Wire} is one JVM's
 * endpoint, and {@link io.dendrite.wire.Peer} is a connection to another JVM.
 *
 * <p>A message consists of a header and slices of {@code float} arrays. The sender sends the
 * numbers directly from its arrays, and the receiver writes them directly into its own arrays.
 */
package io.dendrite.wire;
