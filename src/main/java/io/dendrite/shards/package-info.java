/**
 * Packs rows into shards and caches them. A shard is one of {@code data.partitions} fixed parts of
 * the data; a hash of a row's content decides the shard of the row, so that neither the files nor
 * the order of rows matter. {@link io.dendrite.shards.TrainingData} has all rows of a run, {@link
 * io.dendrite.shards.ShardedRows} is one data set (such as the training rows) cached on the
 * executors, and {@link io.dendrite.shards.ShardJob} is a Spark job over its blocks.
 */
package io.dendrite.shards;
