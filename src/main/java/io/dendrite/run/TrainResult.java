package io.dendrite.run;

import io.dendrite.score.Metrics;

/**
 * The results of a run.
 *
 * @param model URI of the model; null if none is saved, or the run was interrupted before its last
 *     step
 * @param steps number of steps of the whole run, including the steps before a resume, summed over
 *     all networks of an ensemble
 * @param epochs number of completed epochs, summed over all networks
 * @param trainLoss training loss, averaged over the mini-batches of the last epoch and over the
 *     networks of an ensemble; NaN if no step was done
 * @param validation metrics of the saved weights on the validation rows; null without validation
 *     rows
 * @param test metrics of the saved weights on {@code data.test}; null if {@code data.test} is empty
 * @param seconds wall time of the training call, in seconds
 * @param rowsPerSecond number of rows that the training steps processed in a second; 0 if there
 *     were no steps
 * @param blas the BLAS library and its kernel; null if the run was interrupted before its first
 *     step
 * @param partitions number of shards of the data; 0 if the run was interrupted before its first
 *     step
 * @param weightsSha256 SHA-256 of the parameters as little-endian float32; null if the run was
 *     interrupted before its first step
 * @param checkpoint the last checkpoint file; null if there is none
 * @param resumedFrom the checkpoint file that the run continued from; null for a fresh start
 * @param interrupted whether the run was asked to stop before its end; metrics may be missing from
 *     an interrupted run
 */
public record TrainResult(
    String model,
    long steps,
    long epochs,
    double trainLoss,
    Metrics validation,
    Metrics test,
    double seconds,
    double rowsPerSecond,
    String blas,
    int partitions,
    String weightsSha256,
    String checkpoint,
    String resumedFrom,
    boolean interrupted) {
  /** A copy of this result with the URI to which the model was saved. */
  TrainResult savedTo(String uri) {
    return new TrainResult(
        uri,
        steps,
        epochs,
        trainLoss,
        validation,
        test,
        seconds,
        rowsPerSecond,
        blas,
        partitions,
        weightsSha256,
        checkpoint,
        resumedFrom,
        interrupted);
  }
}
