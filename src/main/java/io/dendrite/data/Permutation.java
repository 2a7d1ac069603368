package io.dendrite.data;

import io.dendrite.math.Rng;

/**
 * A pseudo-random permutation of the numbers 0 (inclusive) to n (exclusive) without a table. A
 * number is mapped by Feistel rounds on the smallest even number of bits that can represent n - 1.
 * The rounds are repeated while the result is not below n (cycle walking, by Black and Rogaway,
 * 2002). On average, at most four repetitions of the rounds are needed. Four rounds (Luby and
 * Rackoff, 1988) are random enough only if each half of the number has many bits; if the halves are
 * short, more rounds are used.
 */
final class Permutation {
  private final int n;
  private final long key;
  private final int half;
  private final int mask;
  private final int rounds;

  /** The permutation of n elements that a key determines. */
  Permutation(int n, long key) {
    this.n = n;
    this.key = key;
    int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, n - 1));
    half = (bits + 1) / 2;
    mask = (1 << half) - 1;
    rounds = half < 8 ? 16 : 4;
  }

  /** The number to which the permutation maps i. */
  int apply(int i) {
    long value = i;
    do {
      int left = (int) (value >>> half);
      int right = (int) (value & mask);
      for (int round = 0; round < rounds; round++) {
        int next = left ^ (int) (Rng.bits(key + round, right) >>> 40) & mask;
        left = right;
        right = next;
      }
      value = ((long) left << half) | right;
    } while (value >= n);
    return (int) value;
  }
}
