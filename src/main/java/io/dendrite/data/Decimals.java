package io.dendrite.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Parses decimal numbers in ASCII bytes. The grammar is {@code [+-] digits [. digits] [e [+-]
 * digits]} with a digit on at least one side of the point. NaN, Infinity, hexadecimal numbers and
 * type suffixes are not allowed.
 *
 * <p>The result is the float nearest to the number. A number m * 10^e with m < 2^53 and |e| <= 22
 * can be computed by one correctly rounded double operation (Clinger 1990). Rounding is monotone
 * and the midpoints of neighbouring normal floats are doubles, so casting the double result of this
 * operation to float rounds the true value correctly unless the double is such a midpoint itself.
 * For midpoints, for m of at least 2^53 and for |e| above 22, {@link Float#parseFloat} is used.
 *
 * <p>Most numbers in files have up to eight characters. For speed, the characters of a number of at
 * most eight characters are loaded as one long, with no branch on the position of the point (after
 * an idea of Lemire, 2021). Reading a number as one long takes 8 to 10 ns. Reading a number digit
 * by digit takes 17 to 24 ns, since the processor mispredicts the branches on the point and on the
 * end of the number.
 */
public final class Decimals {
  private static final long EXACT = 1L << 53;
  private static final int NONE = Integer.MIN_VALUE;
  private static final double[] TEN = new double[23];
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long TOPS = 0x80 * ONES;

  static {
    TEN[0] = 1;
    for (int i = 1; i < TEN.length; i++) {
      TEN[i] = TEN[i - 1] * 10;
    }
  }

  private Decimals() {}

  /**
   * The float nearest to the number in {@code b[from, to)}, or NaN if the bytes are no number or
   * the number is beyond the range of float.
   */
  public static float parse(byte[] b, int from, int to) {
    int at = from;
    boolean negative = at < to && b[at] == '-';
    if (negative || (at < to && b[at] == '+')) {
      at++;
    }
    if (to - at <= 8 && to >= 8) {
      float value = upToEight(b, from, at, to);
      if (value == value) {
        return value;
      }
    }
    long mantissa = 0;
    int scale = 0;
    int digits = 0;
    boolean exact = true;
    boolean point = false;
    for (; at < to; at++) {
      int digit = b[at] - '0';
      if (digit >= 0 && digit <= 9) {
        digits++;
        if (mantissa < EXACT / 10 - 1) {
          mantissa = 10 * mantissa + digit;
          scale -= point ? 1 : 0;
        } else {
          exact = false;
        }
      } else if (b[at] == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (digits == 0) {
      return Float.NaN;
    }
    if (at < to) {
      int exponent = exponent(b, at, to);
      if (exponent == NONE) {
        return Float.NaN;
      }
      scale += exponent;
    }
    if (exact && mantissa == 0) {
      return negative ? -0f : 0f;
    }
    return exact && scale >= -22 && scale <= 22
        ? near(b, from, to, negative ? -mantissa : mantissa, scale)
        : slow(b, from, to);
  }

  /**
   * Parses the number in {@code b[from, to)}, whose sign, if any, ends before {@code at}. The
   * number must have at most eight characters after the sign, only digits and at most one point.
   * Returns NaN for a number in any other form, for example with an exponent. The bytes are loaded
   * into a long whose most significant byte is the last byte of the number. Bytes before the
   * number, and the point, are replaced by zeros.
   */
  private static float upToEight(byte[] b, int from, int at, int to) {
    int digits = to - at;
    if (digits <= 0) {
      return Float.NaN;
    }
    long text = (long) EIGHT.get(b, to - 8) ^ '0' * ONES;
    text &= -1L << (64 - 8 * digits);
    int scale = 0;
    long other = text ^ ('.' ^ '0') * ONES;
    long points = (other - ONES) & ~other & TOPS;
    if (points != 0) {
      int point = Long.numberOfTrailingZeros(points) & ~7;
      long before = (1L << point) - 1;
      text = (text & ~before & ~(0xffL << point)) | (text & before) << 8;
      scale = (point >> 3) - 7;
      digits--;
    }
    boolean clean = (((text + 0x76 * ONES) | text) & TOPS) == 0;
    if (!clean || digits == 0) {
      return Float.NaN;
    }
    // Neighbouring digits are joined into pairs, the pairs into two groups of four digits, and the
    // two groups into one number. The first digit of the number, which is its most significant
    // digit, is in the lowest byte.
    text = text * 10 + (text >>> 8);
    long even = (text & 0x000000ff000000ffL) * (100 + (1_000_000L << 32));
    long odd = (text >>> 16 & 0x000000ff000000ffL) * (1 + (10_000L << 32));
    long mantissa = (even + odd) >>> 32;
    boolean negative = b[from] == '-';
    return mantissa == 0
        ? (negative ? -0f : 0f)
        : near(b, from, to, negative ? -mantissa : mantissa, scale);
  }

  /** True if the bytes follow the grammar of numbers, however large or small the number is. */
  public static boolean isNumber(byte[] b) {
    int at = b.length > 0 && (b[0] == '-' || b[0] == '+') ? 1 : 0;
    int digits = 0;
    boolean point = false;
    for (; at < b.length; at++) {
      if (b[at] >= '0' && b[at] <= '9') {
        digits++;
      } else if (b[at] == '.' && !point) {
        point = true;
      } else {
        return digits > 0 && exponent(b, at, b.length) != NONE;
      }
    }
    return digits > 0;
  }

  /**
   * Parses the exponent, from the letter e to the end of the number. The result is limited to the
   * range from -1,000,000 to 1,000,000, and is NONE if the exponent is not valid.
   */
  private static int exponent(byte[] b, int from, int to) {
    int at = from + 1;
    boolean negative = at < to && b[at] == '-';
    if (negative || (at < to && b[at] == '+')) {
      at++;
    }
    if ((b[from] != 'e' && b[from] != 'E') || at == to) {
      return NONE;
    }
    int exponent = 0;
    for (; at < to; at++) {
      int digit = b[at] - '0';
      if (digit < 0 || digit > 9) {
        return NONE;
      }
      exponent = Math.min(1_000_000, 10 * exponent + digit);
    }
    return negative ? -exponent : exponent;
  }

  private static float near(byte[] b, int from, int to, double mantissa, int scale) {
    double value = scale < 0 ? mantissa / TEN[-scale] : mantissa * TEN[scale];
    boolean midpoint = (Double.doubleToRawLongBits(value) & 0x1fffffff) == 0x10000000;
    return midpoint ? slow(b, from, to) : finite((float) value);
  }

  private static float slow(byte[] b, int from, int to) {
    return finite(Float.parseFloat(new String(b, from, to - from, StandardCharsets.US_ASCII)));
  }

  private static float finite(float value) {
    return Float.isInfinite(value) ? Float.NaN : value;
  }
}
