package io.dendrite.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RngTest {
  private static final int N = 200_000;

  /**
   * The reference sequence of SplitMix64 from seed 0: its k-th number is mix(k times the gamma).
   */
  @Test
  void bitsArePinned() {
    assertThat(Rng.bits(0, 1)).isEqualTo(0xE220A8397B1DCDAFL);
    assertThat(Rng.bits(0, 2)).isEqualTo(0x6E789E6AA1B965F4L);
    assertThat(Rng.bits(0, 3)).isEqualTo(0x06C45D188009454FL);
    assertThat(Rng.mix(0)).isZero();
  }

  @Test
  void keysArePinned() {
    long gamma = 0x9E3779B97F4A7C15L;
    assertThat(Rng.key(0, 0)).isEqualTo(Rng.mix(0xE220A8397B1DCDAFL ^ 1));
    assertThat(Rng.key(7, -3)).isEqualTo(Rng.mix(Rng.mix(7 + gamma) ^ (-3 * gamma + 1)));
    assertThat(Rng.key(1, 2)).isNotEqualTo(Rng.key(2, 1));
  }

  /** Five standard errors of the mean, the variance and the neighbours' correlation. */
  @Test
  void uniformMoments() {
    for (long key : new long[] {0, 1, -1, Rng.key(42, 3)}) {
      double sum = 0;
      double squares = 0;
      double products = 0;
      for (int i = 0; i < N; i++) {
        float u = Rng.uniform(key, i);
        assertThat(u >= 0f && u < 1f).isTrue();
        sum += u;
        squares += (u - 0.5) * (u - 0.5);
        products += (u - 0.5) * (Rng.uniform(key, i + 1L) - 0.5);
      }
      double error = 5 / Math.sqrt(N);
      assertThat(sum / N).isCloseTo(0.5, within(error * Math.sqrt(1 / 12.0)));
      assertThat(squares / N).isCloseTo(1 / 12.0, within(error * Math.sqrt(1 / 180.0)));
      assertThat(12 * products / N).isCloseTo(0, within(error));
    }
  }

  @Test
  void uniformIsAMultipleOfTwoToTheMinus24BelowOne() {
    float greatest = 0;
    for (int i = 0; i < N; i++) {
      float u = Rng.uniform(9, i);
      assertThat(u * 0x1p24f).isEqualTo((float) Math.rint(u * 0x1p24f));
      greatest = Math.max(greatest, u);
    }
    assertThat(greatest).isGreaterThan(0.9999f).isLessThan(1f);
  }

  @Test
  void normalMoments() {
    double[] moments = new double[5];
    for (int i = 0; i < N; i++) {
      double z = Rng.normal(5, i);
      assertThat(z).isFinite();
      double power = 1;
      for (int m = 1; m <= 4; m++) {
        power *= z;
        moments[m] += power / N;
      }
    }
    double error = 5 / Math.sqrt(N);
    assertThat(moments[1]).isCloseTo(0, within(error));
    assertThat(moments[2]).isCloseTo(1, within(error * Math.sqrt(2)));
    assertThat(moments[3]).isCloseTo(0, within(error * Math.sqrt(15)));
    assertThat(moments[4]).isCloseTo(3, within(error * Math.sqrt(96)));
  }

  @Test
  void streamsOfNeighbouringKeysAreUncorrelated() {
    int n = 20_000;
    long seed = 1;
    for (int c = -3; c < 20; c++) {
      long[] others = {Rng.key(seed, c + 1), Rng.key(seed + 1, c), Rng.key(Rng.key(seed, c), 0)};
      for (long other : others) {
        double products = 0;
        int bits = 0;
        for (int i = 0; i < n; i++) {
          long key = Rng.key(seed, c);
          products += (Rng.uniform(key, i) - 0.5) * (Rng.uniform(other, i) - 0.5);
          bits += Long.bitCount(Rng.bits(key, i) ^ Rng.bits(other, i));
        }
        assertThat(12 * products / n).isCloseTo(0, within(5 / Math.sqrt(n)));
        assertThat(bits / (64.0 * n)).isCloseTo(0.5, within(2.5 / Math.sqrt(64.0 * n)));
      }
    }
  }
}
