package io.dendrite.engine;

/**
 * The result of one training step, for reports.
 *
 * @param number number of the step, from 1
 * @param epoch number of the epoch, from 0
 * @param loss mean loss over the mini-batch, computed before the parameters are updated, or after
 *     the update if the step used a line search
 * @param rate learning rate; 1 if the step used a line search
 * @param gradientNorm Euclidean norm of the mean gradient with weight decay, before clipping
 * @param seconds wall time of the step in seconds
 * @param rows number of rows of the mini-batch
 * @param endsEpoch whether the step is the last of its epoch
 * @param times how much of the wall time each part of the step took
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
