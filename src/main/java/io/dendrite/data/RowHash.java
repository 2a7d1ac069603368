package io.dendrite.data;

/**
 * The content hash of a row: the sum of {@link #entry} over the row's non-zero entries. Each entry
 * is hashed by the finaliser of SplitMix64 (Steele, Lea, Flood 2014), a bijection of (index, bits).
 */
public final class RowHash {
  private RowHash() {}

  /** The hash of one non-zero entry of a row. The hash of the row is the sum of these hashes. */
  static long entry(int index, float value) {
    return mix(((long) index << 32) | (Float.floatToIntBits(value) & 0xffffffffL));
  }

  public static long mix(long key) {
    long z = key + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
