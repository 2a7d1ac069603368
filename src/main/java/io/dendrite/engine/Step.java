package io.dendrite.engine;

/**
 * What one step did.
 *
 * @param number from 1
 * @param epoch from 0
 * @param loss mean over the mini-batch before the update; after it if a line search made the step
 * @param rate learning rate; 1 for a line search
 * @param gradientNorm Euclidean norm of the mean gradient with weight decay, before clipping
 * @param seconds wall time
 * @param rows rows of the mini-batch
 * @param endsEpoch whether it is the last step of its epoch
 * @param times where the wall time went
 */
public record Step(
    long number,
    long epoch,
    double loss,
    double rate,
    double gradientNorm,
    double seconds,
    long rows,
    boolean endsEpoch,
    StepTimes times) {}
