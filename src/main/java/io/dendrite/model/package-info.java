/**
 * The contents of saved files: {@link io.dendrite.model.TrainedModel} (network, encoding, scaler,
 * weights), {@link io.dendrite.model.Snapshot} (the state of a run, as a checkpoint keeps it),
 * provenance (which run wrote a file, with which versions of software), and descriptions of files
 * for users. The package {@link io.dendrite.checkpoint} writes the files.
 */
package io.dendrite.model;
