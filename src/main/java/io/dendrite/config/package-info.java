/**
 * Every setting: {@link io.dendrite.config.Settings} reads HOCON, {@code --set key=value} and what
 * models recorded; {@link io.dendrite.config.TrainConfig} is what a run is made of.
 *
 * <p>{@code conf/reference.conf} documents each key. Everything that can be wrong with a value is
 * said here, before Spark starts. Nothing here knows of Spark.
 */
package io.dendrite.config;
