/**
 * Every setting, declared once. {@link io.dendrite.config.Keys} lists the keys, each a {@link
 * io.dendrite.config.Key} with name, type, default, check, effect and documentation; {@link
 * io.dendrite.config.Settings} has a value for each, from whatever door they come; {@link
 * io.dendrite.config.TrainConfig} is what a run is made of; {@link io.dendrite.config.Reference}
 * writes the documents.
 *
 * <p>All that can be wrong with a value is said here, before Spark starts. Nothing here knows of
 * Spark. A new key is one statement in the file of its section.
 */
package io.dendrite.config;
