package io.dendrite.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafeTensorsTest {
  /** Quiet and signalling NaNs with payloads, zeros of both signs, subnormals, infinities. */
  private static final int[] BITS = {
    0x7fc00000, 0x7fa00001, 0xffc12345, 0xff800001, 0, 0x80000000, 1, 0x7f800000, 0xff800000
  };

  static byte[] bytes(Map<String, String> metadata, List<Tensor> tensors) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SafeTensors.write(out, metadata, tensors);
    return out.toByteArray();
  }

  static SafeTensors.Contents read(byte[] file, boolean strict) throws IOException {
    return SafeTensors.read(new ByteArrayInputStream(file), file.length, "some.file", strict);
  }

  private static float[] special() {
    float[] data = new float[BITS.length];
    ByteBuffer raw = ByteBuffer.allocate(4 * BITS.length);
    Arrays.stream(BITS).forEach(raw::putInt);
    raw.flip().asFloatBuffer().get(data);
    return data;
  }

  static int[] bits(Tensor tensor) {
    int[] bits = new int[(int) tensor.size()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(tensor.data()[tensor.offset() + i]);
    }
    return bits;
  }

  private static float[] ramp(int n) {
    float[] data = new float[n];
    for (int i = 0; i < n; i++) {
      data[i] = i * 0.37f - 5;
    }
    return data;
  }

  private static List<Tensor> several() {
    float[] large = ramp(3 * SafeTensorsImage.CHUNK / 4 + 17);
    return List.of(
        Tensor.vector("special", special()),
        new Tensor("empty", new int[] {3, 0, 2}, new float[0], 0),
        new Tensor("scalar", new int[0], new float[] {4, 5}, 1),
        new Tensor("slice", new int[] {2, 3}, large, 11),
        Tensor.vector("a \"quoted\" n\u00e4me\n", new float[] {1}),
        Tensor.vector("large", large),
        Tensor.vector("last and empty", new float[0]));
  }

  @Test
  void everyBitSurvives() throws IOException {
    Map<String, String> metadata = Map.of("spec", "{\"a\": [1]}", "", "\u20ac", "x", "");
    SafeTensors.Contents contents = read(bytes(metadata, several()), true);

    assertThat(contents.metadata()).isEqualTo(metadata);
    assertThat(contents.tensors()).hasSameSizeAs(several());
    for (Tensor expected : several()) {
      Tensor actual = contents.tensor(expected.name());
      assertThat(actual.shape()).isEqualTo(expected.shape());
      assertThat(bits(actual)).isEqualTo(bits(expected));
    }
    assertThat(bits(contents.tensor("special"))).isEqualTo(BITS);
    assertThatThrownBy(() -> contents.tensor("w"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no tensor named 'w'; there are [special, ");
  }

  @Test
  void noTensorsAtAll() throws IOException {
    assertThat(read(bytes(Map.of(), List.of()), true).tensors()).isEmpty();
  }

  @Test
  void anIndependentParserReadsIt() throws IOException {
    float[] w = ramp(6);
    byte[] file =
        bytes(
            Map.of("step", "7"),
            List.of(new Tensor("w", new int[] {2, 3}, w, 0), Tensor.vector("b", special())));
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) buffer.getLong();
    assertThat(length % 8).isZero();
    String json = new String(file, 8, length, StandardCharsets.UTF_8);
    assertThat(json).startsWith("{\"__metadata__\":{").contains("\"step\":\"7\"");
    Map<String, int[]> found = new HashMap<>();
    Matcher matcher =
        Pattern.compile(
                "\"(\\w+)\":\\{\"dtype\":\"F32\",\"shape\":\\[([\\d,]*)],\"data_offsets\":\\[(\\d+),(\\d+)]}")
            .matcher(json);
    List<String> shapes = new ArrayList<>();
    while (matcher.find()) {
      shapes.add(matcher.group(2));
      int begin = Integer.parseInt(matcher.group(3));
      int[] bits = new int[(Integer.parseInt(matcher.group(4)) - begin) / 4];
      for (int i = 0; i < bits.length; i++) {
        bits[i] = buffer.getInt(8 + length + begin + 4 * i);
      }
      found.put(matcher.group(1), bits);
    }
    assertThat(shapes).containsExactly("2,3", "" + BITS.length);
    assertThat(found.get("w")).isEqualTo(bits(Tensor.vector("w", w)));
    assertThat(found.get("b")).isEqualTo(BITS);
  }

  @Test
  void bytesDoNotDependOnTheOrderOfTheMetadata() throws IOException {
    Map<String, String> one = new java.util.LinkedHashMap<>();
    Map<String, String> other = new java.util.LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      one.put("k" + i, "v");
      other.put("k" + (19 - i), "v");
    }
    assertThat(bytes(one, several())).isEqualTo(bytes(other, several()));
  }

  @Test
  void imageKnowsLengthAndChecksum() throws IOException {
    SafeTensorsImage image = new SafeTensorsImage(Map.of("a", "b"), several());
    byte[] file = bytes(Map.of("a", "b"), several());
    java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
    crc.update(file);
    assertThat(image.length()).isEqualTo(file.length);
    assertThat(image.crc32c()).isEqualTo((int) crc.getValue());
  }

  @Test
  void aFileCutAtAnyLengthIsDamaged() throws IOException {
    byte[] file = bytes(Map.of("k", "v"), List.of(Tensor.vector("w", ramp(5))));
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> read(cut, true))
          .as("length %d", length)
          .isInstanceOf(DamagedFileException.class)
          .hasMessageStartingWith("some.file is damaged: found ");
      assertThatThrownBy(
              () -> SafeTensors.read(new ByteArrayInputStream(cut), file.length, "some.file", true))
          .as("length %d, said to be whole", length)
          .isInstanceOf(DamagedFileException.class);
    }
    byte[] longer = Arrays.copyOf(file, file.length + 1);
    assertThatThrownBy(() -> read(longer, true)).isInstanceOf(DamagedFileException.class);
    assertThatThrownBy(
            () ->
                SafeTensors.read(new ByteArrayInputStream(longer), file.length, "some.file", true))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("more bytes behind the tensors");
  }

  @Test
  void aFlippedBitOfATensorIsDamage() throws IOException {
    byte[] file = bytes(Map.of(), List.of(Tensor.vector("w", ramp(5))));
    for (int bit = 8 * (file.length - 20); bit < 8 * file.length; bit++) {
      byte[] flipped = file.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> read(flipped, false))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("tensor 'w' with CRC32C");
    }
  }

  private static byte[] framed(String json, int dataLength) {
    byte[] header = json.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + header.length + dataLength)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }

  @Test
  void filesOfOthersAreReadUnlessStrict() throws IOException {
    byte[] file =
        framed(
            "{\"b\":{\"shape\":[1],\"data_offsets\":[8,12],\"dtype\":\"F32\"},"
                + "\"e\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[8,8]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}   ",
            12);
    assertThat(read(file, false).tensors().stream().map(Tensor::name))
        .containsExactly("a", "e", "b");
    assertThatThrownBy(() -> read(file, true))
        .isInstanceOf(DamagedFileException.class)
        .hasMessage("some.file is damaged: found no checksums; expected a crc32c of every tensor");
  }

  private static String tensor(String shape, String offsets) {
    return "{\"w\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
  }

  private static byte[] prefix(long headerLength) {
    return ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(headerLength).array();
  }

  static Stream<Arguments> hostile() throws IOException {
    String w = "\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";
    StringBuilder many = new StringBuilder("{\"t\":0");
    for (int i = 0; many.length() < 60 << 20; i++) {
      many.append(",\"t")
          .append(i)
          .append("\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}");
    }
    ByteArrayOutputStream serialised = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(serialised)) {
      out.writeObject(new ArrayList<>(List.of("a", "b", "some more text to reach a length")));
    }
    String deep = "[".repeat(500_000);
    String crc = "{\"__metadata__\":{\"crc32c\":%s}," + w + "}";
    return Stream.of(
        Arguments.of("header of 2^40", prefix(1L << 40), "a header of 1099511627776 bytes"),
        Arguments.of("header of 2^63", prefix(1L << 63), "a header of 9223372036854775808"),
        Arguments.of("header of -1", prefix(-1), "a header of 18446744073709551615"),
        Arguments.of("header past the end", prefix(57), "a header of 57 bytes in a file of 64"),
        Arguments.of("a million tensors", framed(many + "}", 0), "at most 1048576"),
        Arguments.of("serialised", serialised.toByteArray(), "a header of"),
        Arguments.of("empty header", framed("", 8), "holds MISSING"),
        Arguments.of("array", framed("[]", 0), "holds ARRAY"),
        Arguments.of("deep", framed(deep, 0), "not valid JSON"),
        Arguments.of("deep tensor", framed("{\"w\":" + deep, 0), "not valid JSON"),
        Arguments.of("trailing", framed("{} {}", 0), "not valid JSON"),
        Arguments.of("utf-16", framed("{\0}\0", 0), "not valid JSON"),
        Arguments.of("not utf-8", new byte[] {1, 0, 0, 0, 0, 0, 0, 0, -1}, "not UTF-8"),
        Arguments.of("key twice", framed("{" + w + "," + w + "}", 4), "Duplicate field"),
        Arguments.of(
            "inner key twice", framed(tensor("[1],\"shape\":[1]", "[0,4]"), 4), "Duplicate field"),
        Arguments.of("negative shape", framed(tensor("[-1]", "[0,4]"), 4), "a dimension of '-1'"),
        Arguments.of("NaN shape", framed(tensor("[NaN]", "[0,4]"), 4), "not valid JSON"),
        Arguments.of("text shape", framed(tensor("[\"NaN\"]", "[0,4]"), 4), "a dimension of '\""),
        Arguments.of("broken shape", framed(tensor("[1.5]", "[0,4]"), 4), "a dimension of '1.5'"),
        Arguments.of("scalar shape", framed(tensor("1", "[0,4]"), 4), "described by"),
        Arguments.of(
            "shape 2^62",
            framed(tensor("[2147483639,2147483639]", "[0,4]"), 4),
            "at most 2147483639 elements"),
        Arguments.of(
            "shape that wraps to 1",
            framed(tensor("[65537,4294901761]", "[0,4]"), 4),
            "a dimension of '4294901761'"),
        Arguments.of(
            "shape of 2^64",
            framed(tensor("[65536,65536,65536,65536]", "[0,0]"), 0),
            "at most 2147483639"),
        Arguments.of(
            "offset of 2^70", framed(tensor("[1]", "[0,1180591620717411303424]"), 4), "to '118"),
        Arguments.of("beyond the file", framed(tensor("[2]", "[0,8]"), 4), "to '8'"),
        Arguments.of(
            "a gigabyte in 4 bytes",
            framed(tensor("[268435456]", "[0,1073741824]"), 4),
            "to '1073741824'"),
        Arguments.of("backwards", framed(tensor("[0]", "[4,0]"), 4), "in bytes 4 to 0"),
        Arguments.of("too short", framed(tensor("[2]", "[0,4]"), 4), "in bytes 0 to 4"),
        Arguments.of("hole before", framed(tensor("[1]", "[4,8]"), 8), "at byte 4; expected 0"),
        Arguments.of("hole behind", framed(tensor("[1]", "[0,4]"), 8), "8 bytes behind"),
        Arguments.of(
            "overlap",
            framed("{" + w + ",\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4),
            "at byte 0; expected 4"),
        Arguments.of(
            "dtype",
            framed("{\"w\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,2]}}", 2),
            "tensor 'w' of dtype 'F16'; expected F32 or F64"),
        Arguments.of(
            "unknown key",
            framed("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"x\":1}}", 4),
            "described by"),
        Arguments.of("null tensor", framed("{\"w\":null}", 0), "described by"),
        Arguments.of("metadata", framed("{\"__metadata__\":[]}", 0), "__metadata__ of type ARRAY"),
        Arguments.of(
            "metadata number", framed("{\"__metadata__\":{\"a\":1}}", 0), "key 'a' of type NUMBER"),
        Arguments.of(
            "checksums not JSON", framed(crc.formatted("\"x\""), 4), "checksums that is not valid"),
        Arguments.of(
            "checksum missing", framed(crc.formatted("\"{}\""), 4), "checksum 'null'; expected 8"),
        Arguments.of(
            "checksum in upper case",
            framed(crc.formatted("\"{\\\"w\\\":\\\"ABCDEF01\\\"}\""), 4),
            "checksum 'ABCDEF01'"),
        Arguments.of(
            "checksum of nothing",
            framed(crc.formatted("\"{\\\"w\\\":\\\"abcdef01\\\",\\\"v\\\":\\\"abcdef01\\\"}\""), 4),
            "2 checksums"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void hostileFilesAreRefusedInLittleMemory(String what, byte[] file, String message) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> read(file, false))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageStartingWith("some.file is damaged: found ")
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500).doesNotContain("\n"));
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64L << 20);
  }

  @Test
  void theWriterRefusesWhatCouldNotBeReadBack() {
    Tensor w = Tensor.vector("w", new float[1]);
    assertThatThrownBy(() -> bytes(Map.of(), List.of(w, w)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two tensors are named 'w'");
    assertThatThrownBy(() -> bytes(Map.of(), List.of(Tensor.vector("__metadata__", new float[1]))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> bytes(Map.of("crc32c", ""), List.of(w)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'crc32c'");
    assertThatThrownBy(() -> bytes(Map.of("a", "x".repeat(1 << 20)), List.of(w)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 1048576 fit");
    assertThatThrownBy(() -> new Tensor("w", new int[] {2}, new float[2], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 elements from offset 1 do not lie within an array of 2");
    assertThatThrownBy(() -> new Tensor("w", new int[] {-1}, new float[2], 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Tensor("w", new int[] {1}, new float[2], -1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
