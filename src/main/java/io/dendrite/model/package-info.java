/**
 * What is saved: {@link io.dendrite.model.TrainedModel} (network, encoding, scaler, weights),
 * {@link io.dendrite.model.Snapshot} (the state of a run, as a checkpoint keeps it), where both
 * came from, and descriptions of them. The bytes are written by {@link io.dendrite.checkpoint}.
 */
package io.dendrite.model;
