/**
 * Stores checkpoints of a run and finished models: the safetensors format, the atomic store of
 * checkpoints, the lease that keeps two drivers from writing to one directory, and the model
 * directory.
 *
 * <p>If a file is provably damaged (by a wrong checksum, length or structure), a {@link
 * io.dendrite.checkpoint.DamagedFileException} is thrown. For any other failure of a file system,
 * another {@link java.io.IOException} is thrown.
 */
package io.dendrite.checkpoint;
