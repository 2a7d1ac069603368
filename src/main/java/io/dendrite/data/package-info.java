/**
 * Rows in memory. The package has blocks of parsed rows ({@link io.dendrite.data.RawBlock}) and of
 * packed rows ({@link io.dendrite.data.RowBlock}), which are stored as dense floats, dense bytes or
 * sparse rows. The package also defines how names become numbers ({@link
 * io.dendrite.data.Encoding}), how numbers are scaled ({@link io.dendrite.data.Scaler}), and in
 * which order an epoch uses the rows ({@link io.dendrite.data.EpochOrder}, {@link
 * io.dendrite.data.Shares}).
 *
 * <p>The package {@code io.dendrite.data} uses only the JDK. Which step uses which row is a pure
 * function of seed, epoch and shard.
 */
package io.dendrite.data;
