package io.dendrite.run;

import io.dendrite.score.Metrics;

/**
 * What a run did.
 *
 * @param model URI of the model; null if none is saved, or the run was interrupted before its last
 *     step
 * @param steps steps of the whole run, those before a resume included; of all networks of an
 *     ensemble
 * @param epochs epochs completed, of all networks
 * @param trainLoss mean over the mini-batches of the last epoch, and over the networks; NaN if no
 *     step was done
 * @param validation metrics of the saved weights; null without validation rows
 * @param test metrics on {@code data.test}; null if there is none
 * @param seconds wall time of the call
 * @param rowsPerSecond of training steps only; 0 if there were none
 * @param blas library and kernel; null if the run was interrupted before its first step
 * @param partitions shards of the data; 0 if the run was interrupted before its first step
 * @param weightsSha256 of the little-endian float32 parameters; null if the run was interrupted
 *     before its first step
 * @param checkpoint last file; null if there is none
 * @param resumedFrom file that the run went on from; null for a fresh start
 * @param interrupted whether the run was asked to stop before its end; its metrics may then be
 *     missing
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
  /** The same of a run whose model is saved. */
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
