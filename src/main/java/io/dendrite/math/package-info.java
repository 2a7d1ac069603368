/**
 * The arithmetic under everything: {@link io.dendrite.math.Blas} (matrix products by a native
 * library, found and loaded by {@link io.dendrite.math.BlasLibrary}), {@link
 * io.dendrite.math.Vectors} (loops over arrays), {@link io.dendrite.math.Elementary} (exp, tanh and
 * the like, the same bits on every machine), {@link io.dendrite.math.Rng} (random numbers as a
 * function of their place), sparse rows.
 *
 * <p>Pages of the field: netlib's checked edge over an unchecked kernel (the Java BLAS bindings);
 * counter-based random numbers (Salmon et al., 2011).
 */
package io.dendrite.math;
