package io.dendrite.data.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class SmoothFunctionTest {

  private static String text(long seed, double sigma, int count) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SmoothFunction(seed, sigma).write(out, count);
    return out.toString(StandardCharsets.US_ASCII);
  }

  @Test
  void theFormulaByHand() {
    double[] x = {1, 0.5, 1, 1, 1, 1, 1, 0};
    assertThat(SmoothFunction.value(x))
        .isCloseTo((10 + 5 + 10 + 5 + 8 + 4 - 16.4) / 5.946, within(1e-12));
  }

  @Test
  void meanZeroDeviationOneAndNoiseAsAsked() {
    double[] x = new double[8];
    SmoothFunction noisy = new SmoothFunction(5, 0.1);
    int n = 200_000;
    double sum = 0;
    double squares = 0;
    double noise = 0;
    for (int i = 0; i < n; i++) {
      double y = noisy.row(i, x);
      double clean = SmoothFunction.value(x);
      sum += clean;
      squares += clean * clean;
      noise += (y - clean) * (y - clean);
    }
    assertThat(sum / n).isCloseTo(0, within(0.01));
    assertThat(Math.sqrt(squares / n)).isCloseTo(1, within(0.01));
    // The deviation of 200,000 draws has a standard error of 0.1 / sqrt(400,000) = 0.00016.
    assertThat(Math.sqrt(noise / n)).isCloseTo(0.1, within(0.001));
  }

  @Test
  void theTextHoldsTheVeryNumbers() throws IOException {
    String[] lines = text(3, 0.1, 500).split("\n");
    assertThat(lines).hasSize(501);
    assertThat(lines[0]).isEqualTo("x1,x2,x3,x4,x5,x6,x7,x8,y");
    double[] x = new double[8];
    SmoothFunction function = new SmoothFunction(3, 0.1);
    for (int i = 0; i < 500; i++) {
      double y = function.row(i, x);
      String[] fields = lines[i + 1].split(",");
      for (int k = 0; k < 8; k++) {
        assertThat(Double.parseDouble(fields[k])).isEqualTo(x[k]);
      }
      assertThat(Double.parseDouble(fields[8])).isEqualTo(y);
    }
  }

  @Test
  void reproducible() throws IOException {
    CRC32 crc = new CRC32();
    crc.update(text(1, 0.1, 100).getBytes(StandardCharsets.US_ASCII));
    assertThat(Long.toHexString(crc.getValue())).isEqualTo("ed0bc9bb");
    assertThat(text(2, 0.1, 10)).isNotEqualTo(text(1, 0.1, 10));
    assertThatIllegalArgumentException().isThrownBy(() -> new SmoothFunction(1, -0.1));
    assertThatIllegalArgumentException().isThrownBy(() -> new SmoothFunction(1, Double.NaN));
  }
}
