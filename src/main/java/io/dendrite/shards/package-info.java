/**
 * Rows are packed into shards. A shard is one of {@code data.partitions} fixed parts of the data; a
 * row is placed by a hash of its content, so that neither files nor their order matter. {@link
 * io.dendrite.shards.TrainingData} is all of a run's rows, {@link io.dendrite.shards.ShardedRows}
 * one set of them in the memory of the executors, {@link io.dendrite.shards.ShardJob} a Spark job
 * over their blocks.
 */
package io.dendrite.shards;
