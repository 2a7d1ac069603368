/**
 * A run as a whole. {@link io.dendrite.run.Trainer} goes from files to a saved model; {@link
 * io.dendrite.run.TrainingRun} is the loop: steps, and at their places validation, early stopping
 * and checkpoints. {@link io.dendrite.run.RunListener} hears of it, {@link
 * io.dendrite.run.Deadline} ends it when it is asked to stop.
 */
package io.dendrite.run;
