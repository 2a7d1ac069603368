/**
 * The double twin of {@code io.dendrite.math}: a build step copies that package and turns float
 * into double. {@link io.dendrite.f64.math.Elementary} alone is written by hand, since the float
 * functions are approximations of their own precision; in double it calls {@link StrictMath}.
 */
package io.dendrite.f64.math;
