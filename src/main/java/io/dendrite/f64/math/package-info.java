/**
 * The double-precision copy of {@code io.dendrite.math}: a build step copies the classes of {@code
 * io.dendrite.math} and turns float into double. Only {@link io.dendrite.f64.math.Elementary} is
 * written by hand, since the approximations of the float functions are too coarse for double. The
 * hand-written class calls {@link StrictMath} instead.
 */
package io.dendrite.f64.math;
