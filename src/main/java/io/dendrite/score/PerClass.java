package io.dendrite.score;

/**
 * Scores of one class of a classifier.
 *
 * @param precision among the rows predicted as this class, the fraction that belong to it; 0 if no
 *     row is predicted as this class
 * @param recall among the rows of this class, the fraction predicted as this class; 0 if the class
 *     has no rows
 * @param f1 harmonic mean of precision and recall
 * @param rows number of rows of this class
 */
public record PerClass(double precision, double recall, double f1, long rows) {}
