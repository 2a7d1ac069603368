package io.dendrite.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Equal to Float.parseFloat, bit for bit, wherever the grammar holds and the value is finite. */
class DecimalsTest {

  /** In the middle of a line and at its beginning, where fewer than eight bytes may precede it. */
  private static float parse(String text) {
    byte[] b = ("1.2,3.4,5" + text + "9").getBytes(StandardCharsets.UTF_8);
    float inside = Decimals.parse(b, 9, b.length - 1);
    byte[] c = (text + "9").getBytes(StandardCharsets.UTF_8);
    float first = Decimals.parse(c, 0, c.length - 1);
    assertThat(Float.floatToRawIntBits(first)).isEqualTo(Float.floatToRawIntBits(inside));
    return inside;
  }

  private static void same(String text) {
    float wanted = Float.parseFloat(text);
    int bits = Float.isInfinite(wanted) ? 0x7fc00000 : Float.floatToRawIntBits(wanted);
    int found = Float.floatToRawIntBits(parse(text));
    if (found != bits) {
      assertThat(found).as(text).isEqualTo(bits);
    }
  }

  @Test
  void aMillionRandomTexts() {
    Random random = new Random(11);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1_000_000; i++) {
      text.setLength(0);
      text.append(new String[] {"", "-", "+"}[random.nextInt(3)]);
      int whole = random.nextInt(i % 16 == 0 ? 30 : 9);
      for (int k = 0; k < whole; k++) {
        text.append((char) ('0' + random.nextInt(10)));
      }
      int decimals = random.nextInt(i % 16 == 1 ? 60 : 10) + (whole == 0 ? 1 : 0);
      text.append(decimals > 0 || random.nextBoolean() ? "." : "");
      for (int k = 0; k < decimals; k++) {
        text.append((char) ('0' + random.nextInt(10)));
      }
      if (random.nextInt(3) == 0) {
        text.append(random.nextBoolean() ? 'e' : 'E').append(random.nextInt(100) - 55);
      }
      same(text.toString());
    }
  }

  @Test
  void shortestAndExactDecimalsOfRandomFloats() {
    Random random = new Random(12);
    for (int i = 0; i < 200_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(value)) {
        same(Float.toString(value));
        float small = Float.intBitsToFloat(random.nextInt(1 << 23) | (i & 1) << 31);
        same(Float.toString(small));
        if (i % 20 == 0) {
          same(new BigDecimal(value).toString());
          same(new BigDecimal(small).toPlainString());
        }
      }
    }
  }

  /** The midpoint of two neighbouring floats, and a hair on either side of it. */
  @Test
  void halfwayDecimals() {
    Random random = new Random(13);
    for (int i = 0; i < 50_000; i++) {
      float low = Float.intBitsToFloat(random.nextInt(0x7f7fffff));
      low = i % 4 == 0 ? random.nextInt(1 << 24) + (1 << 23) : low;
      low = i % 4 == 1 ? (random.nextInt(1 << 24)) / 1024f : low;
      low = i % 4 == 2 ? random.nextFloat() : low;
      BigDecimal middle =
          new BigDecimal(low).add(new BigDecimal(Math.nextUp(low))).divide(BigDecimal.valueOf(2));
      same(middle.toString());
      same(middle.toPlainString());
      // So near to the midpoint that the nearest double is the midpoint.
      same(middle.round(new MathContext(16)).toString());
      BigDecimal hair = middle.ulp().movePointLeft(i % 30);
      same(middle.add(hair).toPlainString());
      same(middle.subtract(hair).toPlainString());
    }
  }

  @Test
  void theEdges() {
    for (String text :
        new String[] {
          "0",
          "-0",
          "+0.0",
          "-0e99999999999",
          "3.4028235e38",
          "3.4028236e38",
          "3.40282356779733e38",
          "1e39",
          "-1e40",
          "1.4e-45",
          "0.7e-45",
          "0.70064923216240853e-45",
          "1e-46",
          "1e-999999999",
          "1.17549435e-38",
          "1.1754943e-38",
          "16777217",
          "16777219",
          "9007199254740993",
          "1e22",
          "1e23",
          "5.",
          ".5",
          "-.5e1",
          "00000000000000000000000000000001",
          "1e-22",
          "8388608.5",
          "0.000000000000000000000000000000000000000000000000000001e54",
          "1e+5",
          "1E-5"
        }) {
      same(text);
    }
    same("1" + "0".repeat(5000) + "e-5000");
    same("0." + "0".repeat(5000) + "1e5001");
  }

  @Test
  void whatIsNoNumber() {
    for (String text :
        new String[] {
          "",
          "+",
          "-",
          ".",
          "+.",
          "e5",
          "1e",
          "1e+",
          "1e5.",
          "1f",
          "1d",
          "1F",
          "0x10",
          "0x1p3",
          "NaN",
          "Infinity",
          "-Infinity",
          "inf",
          "1 ",
          " 1",
          "1,5",
          "1_000",
          "--1",
          "1.2.3",
          "1e5e5",
          "\u0661",
          "1e39",
          "-4e38",
          "1e99999999999",
          "1-",
          "1e 5",
          "abc"
        }) {
      assertThat(parse(text)).as("'%s'", text).isNaN();
    }
  }
}
