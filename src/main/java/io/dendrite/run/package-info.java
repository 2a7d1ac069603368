/**
 * A run as a whole. {@link io.dendrite.run.Trainer} goes from files to a saved model; {@link
 * io.dendrite.run.TrainingRun} is the loop of steps, with validation, early stopping and
 * checkpoints when they are due. {@link io.dendrite.run.RunListener} receives its events, and
 * {@link io.dendrite.run.StopDeadline} ends it when it is asked to stop.
 */
package io.dendrite.run;
