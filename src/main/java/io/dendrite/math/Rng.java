package io.dendrite.math;

/**
 * Counter-based random numbers: each random number is a pure function of a key and an index. A
 * repeated task draws the same random numbers, and no generator state is sent to tasks.
 *
 * <p>The mixing function is the finaliser of SplitMix64 (Steele, Lea and Flood, 2014; constants by
 * Stafford, 2011, variant 13).
 */
public final class Rng {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Rng() {}

  /**
   * Mixes the bits of a number: a bijection of the 64-bit numbers in which every input bit changes
   * about half of the output bits.
   */
  public static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * The key of a sub-stream: the key of a stream combined with one coordinate (for example the
   * number of a step, shard or node).
   */
  public static long key(long key, long coordinate) {
    return mix(mix(key + GOLDEN) ^ (coordinate * GOLDEN + 1));
  }

  /** The 64 random bits at index {@code index} of the stream {@code key}. */
  public static long bits(long key, long index) {
    return mix(key + index * GOLDEN);
  }

  /** A uniform random number in [0, 1) that is a multiple of 2^-24. */
  public static float uniform(long key, long index) {
    return (bits(key, index) >>> 40) * 0x1p-24f;
  }

  /** A standard normal random number, by the method of Box and Muller (1958). */
  public static double normal(long key, long index) {
    double u = ((bits(key, 2 * index) >>> 11) + 1) * 0x1p-53;
    double v = (bits(key, 2 * index + 1) >>> 11) * 0x1p-53;
    return StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * StrictMath.PI * v);
  }
}
