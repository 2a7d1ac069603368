/**
 * Snapshots of a run and finished models: the safetensors format, the atomic store of checkpoints,
 * the lease that keeps two drivers apart, and the model directory.
 *
 * <p>Damage that is proven (a wrong checksum, length or structure) is a {@link
 * io.dendrite.checkpoint.DamagedFileException}; everything else that goes wrong with a file system
 * is a plain {@link java.io.IOException}.
 */
package io.dendrite.checkpoint;
