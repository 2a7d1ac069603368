/**
 * Rows in memory: parsed ({@link io.dendrite.data.RawBlock}) and packed ({@link
 * io.dendrite.data.RowBlock}) blocks, dense, sparse or of bytes; how names become numbers ({@link
 * io.dendrite.data.Encoding}) and numbers are scaled ({@link io.dendrite.data.Scaler}); the order
 * in which an epoch sees them ({@link io.dendrite.data.EpochOrder}, {@link
 * io.dendrite.data.Shares}).
 *
 * <p>Pure JDK. Which step sees which row is a pure function of seed, epoch and shard.
 */
package io.dendrite.data;
