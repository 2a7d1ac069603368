package io.dendrite.data.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** The generators of the lecture's data sets. */
class ExampleDataTest {
  private interface Written {
    void to(ByteArrayOutputStream out) throws IOException;
  }

  private static String text(Written written) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    written.to(out);
    return out.toString(StandardCharsets.US_ASCII);
  }

  private static List<String> rows(Written written) throws IOException {
    return text(written).lines().skip(1).toList();
  }

  @Test
  void truthTables() throws IOException {
    assertThat(text(LogicTable.AND::write))
        .isEqualTo("x1,x2,y\n-1,-1,-1\n-1,1,-1\n1,-1,-1\n1,1,1\n");
    assertThat(rows(LogicTable.OR::write)).containsExactly("-1,-1,-1", "-1,1,1", "1,-1,1", "1,1,1");
    assertThat(rows(LogicTable.XOR::write))
        .containsExactly("-1,-1,-1", "-1,1,1", "1,-1,1", "1,1,-1");
    assertThat(rows(LogicTable.SAME::write))
        .containsExactly("-1,-1,1", "-1,1,-1", "1,-1,-1", "1,1,1");
  }

  @Test
  void everyPixelIsOnEquallyOftenInBothPatterns() throws IOException {
    List<String> rows = rows(WrapAround::write);
    assertThat(new HashSet<>(rows)).hasSize(32);
    int[][] on = new int[2][WrapAround.PIXELS];
    Set<String> images = new HashSet<>();
    for (String row : rows) {
      String[] fields = row.split(",");
      images.add(row.substring(0, row.length() - 2));
      for (int i = 0; i < WrapAround.PIXELS; i++) {
        on[fields[WrapAround.PIXELS].equals("A") ? 0 : 1][i] += Integer.parseInt(fields[i]);
      }
    }
    assertThat(images).as("no translation of A is one of B").hasSize(32);
    assertThat(on[0]).containsOnly(5);
    assertThat(on[1]).isEqualTo(on[0]);
  }

  /**
   * The angle is off by noise alone: 0.02 / r of its own and 3 pi / 0.9 times that of the radius.
   */
  @Test
  void thePointsOfASpiralLieOnTheirArm() {
    double[] point = new double[2];
    int[] counts = new int[2];
    double[] sines = new double[2];
    double[] cosines = new double[2];
    for (int i = 0; i < 2000; i++) {
      int arm = new Spirals(4).row(i, point);
      double t = (Math.hypot(point[0], point[1]) - 0.1) / 0.9;
      double off = Math.atan2(point[1], point[0]) - (3 * Math.PI * t + Math.PI * arm);
      counts[arm]++;
      sines[arm] += Math.sin(off);
      cosines[arm] += Math.cos(off);
    }
    for (int arm = 0; arm < 2; arm++) {
      assertThat(counts[arm]).isBetween(900, 1100);
      assertThat(sines[arm] / counts[arm]).isCloseTo(0, within(0.05));
      assertThat(cosines[arm] / counts[arm]).isGreaterThan(0.95);
    }
  }

  @Test
  void regionsByHand() {
    assertThat(Region.HALF_PLANE.contains(0, 0)).isTrue();
    assertThat(Region.HALF_PLANE.contains(0, -0.2)).isFalse();
    assertThat(Region.CONVEX.contains(0, 0)).isTrue();
    assertThat(Region.CONVEX.contains(0.65, 0.65)).as("a corner that is cut off").isFalse();
    assertThat(Region.CONVEX.contains(0.75, 0)).isFalse();
    assertThat(Region.ANY.contains(-0.6, 0.8)).as("in one arm of the L").isTrue();
    assertThat(Region.ANY.contains(0.7, -0.6)).as("in the other").isTrue();
    assertThat(Region.ANY.contains(0.05, 0.1)).as("in the triangle").isTrue();
    assertThat(Region.ANY.contains(-0.25, -0.25)).as("between them").isFalse();
    assertThat(Region.ANY.contains(0.9, 0.9)).isFalse();
  }

  @Test
  void regionsAreAboutHalfOfTheSquare() {
    double[] point = new double[2];
    int[] inside = new int[3];
    for (int i = 0; i < 10_000; i++) {
      Region.point(3, i, point);
      for (Region region : Region.values()) {
        inside[region.ordinal()] += region.contains(point[0], point[1]) ? 1 : 0;
      }
    }
    for (int count : inside) {
      assertThat(count / 10_000.0).isCloseTo(0.5, within(0.06));
    }
  }

  @Test
  void theCurveByHand() {
    assertThat(Curve.value(0)).isEqualTo(0.4);
    assertThat(Curve.value(0.5)).isCloseTo(1, within(1e-12));
    assertThat(Curve.value(-1)).isCloseTo(-0.4, within(1e-12));
  }

  /** Changes only when a generator is changed on purpose. */
  @Test
  void filesHaveFixedChecksums() throws IOException {
    assertThat(
            List.of(
                crc(WrapAround::write),
                crc(out -> new Spirals(1).write(out, 100)),
                crc(out -> Region.write(out, 100, 1)),
                crc(out -> new Curve(1).write(out, 100))))
        .containsExactly("53572b06", "7eb3b525", "5aeb382a", "a0b90464");
    assertThat(rows(out -> new Spirals(1).write(out, 20)))
        .isEqualTo(rows(out -> new Spirals(1).write(out, 30)).subList(0, 20))
        .isNotEqualTo(rows(out -> new Spirals(2).write(out, 20)));
  }

  private static String crc(Written written) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(text(written).getBytes(StandardCharsets.US_ASCII));
    return Long.toHexString(crc.getValue());
  }
}
