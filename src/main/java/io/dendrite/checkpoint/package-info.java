/**
 * Stores checkpoints of a run and finished models: the safetensors format, the atomic store of
 * checkpoints, the lease that keeps two drivers from writing to one directory, and the model
 * directory.
 *
 * <p>Damage that is proven (a wrong checksum, length or structure) throws a {@link
 * io.dendrite.checkpoint.DamagedFileException}; every other failure of a file system throws a plain
 * {@link java.io.IOException}.
 */
package io.dendrite.checkpoint;
