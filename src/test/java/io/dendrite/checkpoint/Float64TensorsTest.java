package io.dendrite.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Double precision beside single in one file. */
class Float64TensorsTest {
  private static double[] numbers() {
    double[] numbers = new double[SafeTensorsImage.CHUNK / 8 + 5];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Math.scalb(1.0 / 3 + i, i % 2000 - 1000);
    }
    numbers[3] = -0.0;
    numbers[4] = Double.longBitsToDouble(0x7FF8000000000123L);
    return numbers;
  }

  private static byte[] file() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SafeTensors.write(
        out,
        Map.of(),
        List.of(
            Tensor.vector("single", new float[] {1, 2, 3}),
            Tensor.vector("double", numbers()),
            Tensor.vector("last", new float[] {4})));
    return out.toByteArray();
  }

  private static SafeTensors.Contents read(byte[] file) throws IOException {
    return SafeTensors.read(new ByteArrayInputStream(file), file.length, "f", true);
  }

  @Test
  void everyBitSurvives() throws IOException {
    SafeTensors.Contents contents = read(file());
    assertThat(contents.tensor("single").data()).containsExactly(1, 2, 3);
    assertThat(contents.tensor("last").data()).containsExactly(4);
    assertThat(contents.tensor("double").elements()).isInstanceOf(Elements.Doubles.class);
    double[] found = ((Elements.Doubles) contents.tensor("double").elements()).values();
    for (int i = 0; i < found.length; i++) {
      assertThat(Double.doubleToRawLongBits(found[i]))
          .isEqualTo(Double.doubleToRawLongBits(numbers()[i]));
    }
    assertThatThrownBy(() -> contents.tensor("double").data()).hasMessageContaining("F64");
  }

  @Test
  void theBytesAreThoseOfTheFormat() throws IOException {
    byte[] file = file();
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int header = (int) buffer.getLong(0);
    int length = numbers().length;
    assertThat(new String(file, 8, header, StandardCharsets.UTF_8))
        .contains(
            "\"double\":{\"dtype\":\"F64\",\"shape\":[%d],\"data_offsets\":[12,%d]}"
                .formatted(length, 12 + 8 * length));
    assertThat(buffer.getDouble(8 + header + 12 + 8 * 7)).isEqualTo(numbers()[7]);
    assertThat(file).hasSize(8 + header + 12 + 8 * length + 4);
  }

  @Test
  void aFlippedBitIsDetected() throws IOException {
    byte[] file = file();
    file[file.length - 1000] ^= 1;
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("tensor 'double' with CRC32C");
  }
}
