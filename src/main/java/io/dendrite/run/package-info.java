/**
 * Runs a training from start to end. {@link io.dendrite.run.Trainer} reads files, trains and saves
 * a model; {@link io.dendrite.run.TrainingRun} is the main loop of a run, which takes the training
 * steps, with validation, early stopping and checkpoints when they are due. {@link
 * io.dendrite.run.RunListener} receives the events of a run, and {@link
 * io.dendrite.run.StopDeadline} limits how long a run may take to end when it is asked to stop.
 */
package io.dendrite.run;
