package io.dendrite.checkpoint;

import static io.dendrite.checkpoint.CheckpointStoreTest.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelStoreTest {
  private final Configuration conf = new Configuration();
  @TempDir Path temp;

  private String uri() {
    return "file://" + temp + "/m";
  }

  private Path file(String name) {
    return temp.resolve("m").resolve(name);
  }

  static ObjectNode json(int value) {
    return Json.MAPPER.createObjectNode().put("value", value);
  }

  static void write(String uri, Configuration conf, int value) throws IOException {
    ModelStore.write(
        uri, conf, json(value), Map.of("v", "" + value), CheckpointStoreTest.params(value));
  }

  static int value(ModelStore.Model model) {
    int value = model.json().get("value").intValue();
    assertThat(model.weights().metadata()).isEqualTo(Map.of("v", "" + value));
    assertThat(model.weights().tensor("params").data()[0]).isEqualTo(value);
    return value;
  }

  @Test
  void writtenIsRead() throws IOException {
    ObjectNode json = json(4).put("format", "x").put("formatVersion", 9);
    ModelStore.write(uri(), conf, json, Map.of("v", "4"), CheckpointStoreTest.params(4));
    ModelStore.Model model = ModelStore.read(uri(), conf);
    assertThat(value(model)).isEqualTo(4);
    assertThat(model.json().get("format").textValue()).isEqualTo("dendrite-model");
    assertThat(model.json().get("formatVersion").intValue()).isEqualTo(2);
    assertThat(json.get("format").textValue()).isEqualTo("x");
    assertThat(names(temp)).containsExactly("m");
    assertThat(names(temp.resolve("m"))).containsExactly("model.json", "weights.safetensors");
  }

  @Test
  void aModelOfOursAndAnEmptyDirectoryAreReplaced() throws IOException {
    Files.createDirectory(temp.resolve("m"));
    write(uri(), conf, 1);
    Files.writeString(file("extra.txt"), "of the old model");
    write(uri() + "/", conf, 2);
    assertThat(value(ModelStore.read(uri(), conf))).isEqualTo(2);
    assertThat(names(temp)).containsExactly("m");
    assertThat(names(temp.resolve("m"))).containsExactly("model.json", "weights.safetensors");
  }

  @ParameterizedTest
  @ValueSource(strings = {"thesis.doc", "model.json"})
  void aForeignDirectoryIsRefused(String name) throws IOException {
    Files.createDirectory(temp.resolve("m"));
    Files.writeString(file(name), "{\"format\": \"another\"}");
    assertThatThrownBy(() -> write(uri(), conf, 1))
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContaining("m exists and is not a Dendrite model, so it is not replaced");
    assertThat(names(temp)).containsExactly("m");
    assertThat(names(temp.resolve("m"))).containsExactly(name);
  }

  @Test
  void aFileAndARootAreRefused() throws IOException {
    Files.writeString(temp.resolve("m"), "text");
    assertThatThrownBy(() -> write(uri(), conf, 1)).hasMessageContaining("is not a Dendrite model");
    assertThat(Files.readString(temp.resolve("m"))).isEqualTo("text");
    assertThatThrownBy(() -> write("file:///", conf, 1)).hasMessageContaining("root directory");
  }

  @Test
  void missingOnesSaySo() throws IOException {
    assertThatThrownBy(() -> ModelStore.read(uri(), conf))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("the model " + temp + "/m does not exist");
    write(uri(), conf, 1);
    Files.move(temp.resolve("m"), temp.resolve(".m.old-0123456789abcdef"));
    assertThatThrownBy(() -> ModelStore.read(uri(), conf))
        .hasMessageContaining("/.m.old-0123456789abcdef; rename that back");
    Files.createDirectory(temp.resolve("m"));
    assertThatThrownBy(() -> ModelStore.read(uri(), conf))
        .hasMessageContaining("model.json does not exist");
    write(uri(), conf, 1);
    Files.delete(file("weights.safetensors"));
    assertThatThrownBy(() -> ModelStore.read(uri(), conf))
        .hasMessageContaining("weights.safetensors does not exist");
  }

  @Test
  void theFormatIsChecked() throws IOException {
    write(uri(), conf, 1);
    String good = Files.readString(file("model.json"));
    Files.writeString(
        file("model.json"), good.replace("\"formatVersion\" : 2", "\"formatVersion\" : 3"));
    assertThatThrownBy(() -> ModelStore.read(uri(), conf))
        .hasMessageContaining("was written by a newer Dendrite (format version 3");
    Files.writeString(file("model.json"), good.replace("dendrite-model", "other"));
    assertThatThrownBy(() -> ModelStore.read(uri(), conf))
        .hasMessageContaining("is not a Dendrite model");
    Files.writeString(file("model.json"), good.replaceFirst("\"value\" : \\d", "\"value\" : 7"));
    assertThatThrownBy(() -> ModelStore.read(uri(), conf))
        .as("one digit changed")
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("model.json");
    Files.writeString(file("model.json"), good.replace("{", "{\"value\":3,"));
    assertThatThrownBy(() -> ModelStore.read(uri(), conf))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("Duplicate field");
    try (RandomAccessFile large = new RandomAccessFile(file("model.json").toFile(), "rw")) {
      large.setLength((64L << 20) + 1);
    }
    assertThatThrownBy(() -> ModelStore.read(uri(), conf))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("67108865 bytes; expected at most 67108864");
  }

  @Test
  void everyFlippedBitOfTheWeightsIsFound() throws IOException {
    write(uri(), conf, 1);
    byte[] whole = Files.readAllBytes(file("weights.safetensors"));
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file("weights.safetensors"), flipped);
      assertThatThrownBy(() -> ModelStore.read(uri(), conf))
          .isInstanceOf(DamagedFileException.class);
    }
  }

  @Test
  void theOldModelIsPutBack() throws IOException {
    write(uri(), conf, 1);
    Faults faults = new Faults();
    faults.arm("rename", "m");
    FaultyFiles files = new FaultyFiles(new LocalFiles(temp), faults);
    assertThatThrownBy(
            () ->
                ModelStore.write(
                    files, "m", json(2), Map.of(), CheckpointStoreTest.params(2), more -> {}))
        .hasMessage("injected at rename");
    assertThat(faults.fired()).containsExactly("rename");
    assertThat(value(ModelStore.read(uri(), conf))).isEqualTo(1);
    assertThat(names(temp)).containsExactly("m");
  }

  @Test
  void aWeightsFileOfAnotherModelIsFound() throws IOException {
    write(uri(), conf, 1);
    byte[] other = SafeTensorsTest.bytes(Map.of("v", "1"), List.of());
    Files.write(file("weights.safetensors"), other);
    assertThatThrownBy(() -> ModelStore.read(uri(), conf))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageEndingWith(" by model.json");
  }
}
