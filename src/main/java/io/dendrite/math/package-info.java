/**
 * The arithmetic on which the other packages are built. It consists of {@link
 * io.dendrite.math.Blas} (matrix products by a native library, found and loaded by {@link
 * io.dendrite.math.BlasLibrary}), {@link io.dendrite.math.Vectors} (loops over arrays), {@link
 * io.dendrite.math.Elementary} (exp, tanh and the like, the same bits on every machine), {@link
 * io.dendrite.math.Rng} (random numbers as a function of key and index), and {@link
 * io.dendrite.math.SparseRows}.
 *
 * <p>{@link io.dendrite.math.Blas} checks its arguments, and then calls the unchecked routines of
 * netlib's Java BLAS bindings. Random numbers are counter-based (Salmon et al., 2011).
 */
package io.dendrite.math;
