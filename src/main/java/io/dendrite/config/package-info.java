/**
 * Declares every setting of Dendrite. {@link io.dendrite.config.Keys} lists the keys, each of which
 * is a {@link io.dendrite.config.Key} with name, type, default, check, effect and documentation.
 * {@link io.dendrite.config.Settings} has a value for each key, given by a file, the command line,
 * a map or setters. {@link io.dendrite.config.TrainConfig} is the configuration of a run. {@link
 * io.dendrite.config.Reference} writes the documentation of the keys.
 *
 * <p>Wrong values are reported by this package, before Spark starts. The package {@code
 * io.dendrite.config} does not use Spark. A new key needs only one statement, in the class of its
 * section.
 */
package io.dendrite.config;
