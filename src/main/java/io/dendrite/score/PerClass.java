package io.dendrite.score;

/**
 * How well one class is found.
 *
 * @param precision of the rows predicted as this class, the share that are; 0 without any
 * @param recall of the rows of this class, the share predicted as such; 0 without any
 * @param f1 their harmonic mean
 * @param rows of this class
 */
public record PerClass(double precision, double recall, double f1, long rows) {}
