package io.dendrite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.cli.text.Inspection;
import io.dendrite.run.SampleRun;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
  @TempDir Path temp;

  private String uri(String name) {
    return "file://" + temp.resolve(name);
  }

  private Map<String, Object> inspect(String name) throws IOException {
    return Inspection.of(uri(name), new Configuration());
  }

  private int exitCode(String name) {
    return Main.run(new String[] {"inspect", uri(name)}, false);
  }

  /** Turns one bit in the middle of the weights. */
  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 10] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void describesAModel() throws IOException {
    SampleRun.writeModel(uri("m"));
    Map<String, Object> found = inspect("m");
    assertThat(found)
        .containsEntry("kind", "model")
        .containsEntry("valid", true)
        .containsEntry("problem", null)
        .containsEntry("run", "r1")
        .containsEntry("steps", 7L)
        .containsEntry("partitions", 4)
        .containsEntry("dataFingerprint", "f")
        .containsEntry("parameters", SampleRun.PARAMETERS)
        .containsEntry("layers", List.of("inner-product 3", "relu", "inner-product 2"))
        .containsEntry("labels", List.of("no", "yes"))
        .containsEntry("settings", Map.of("train.seed", "1"))
        .containsEntry("validation", Map.of("loss", 0.5, "rows", 10))
        .containsEntry("test", null);
    assertThat((String) found.get("weightsSha256")).matches("[0-9a-f]{64}");
    assertThat(exitCode("m")).isZero();
  }

  @Test
  void findsADamagedModel() throws IOException {
    SampleRun.writeModel(uri("m"));
    damage(temp.resolve("m/weights.safetensors"));
    assertThat(inspect("m")).containsEntry("valid", false).doesNotContainKey("run");
    assertThat((String) inspect("m").get("problem")).contains("is damaged", "CRC32C");
    assertThat(exitCode("m")).isEqualTo(1);
  }

  @Test
  void findsWeightsThatTheDescriptionDoesNotName() throws IOException {
    SampleRun.writeForgedModel(uri("m"));
    assertThat((String) inspect("m").get("problem")).contains("SHA-256");
  }

  @Test
  void findsAHalfModel() throws IOException {
    SampleRun.writeModel(uri("m"));
    Files.delete(temp.resolve("m/weights.safetensors"));
    assertThat((String) inspect("m").get("problem")).contains("weights.safetensors");
    assertThat(exitCode("m")).isEqualTo(1);
  }

  @Test
  void describesACheckpoint() throws IOException {
    String name = SampleRun.writeCheckpoint(uri("c"), 23).name();
    assertThat(inspect("c/" + name))
        .containsEntry("kind", "checkpoint")
        .containsEntry("valid", true)
        .containsEntry("steps", 23L)
        .containsEntry("epoch", 2L)
        .containsEntry("stepInEpoch", 3L)
        .containsEntry("parameters", SampleRun.PARAMETERS);
    damage(temp.resolve("c").resolve(name));
    assertThat(inspect("c/" + name)).containsEntry("valid", false);
    assertThat(exitCode("c/" + name)).isEqualTo(1);
  }

  @Test
  void listsTheCheckpointsOfADirectory() throws IOException {
    SampleRun.writeCheckpoint(uri("c"), 10);
    SampleRun.writeCheckpoint(uri("c"), 20);
    assertThat(inspect("c")).containsEntry("valid", true).containsEntry("steps", 20L);
    assertThat(exitCode("c")).isZero();

    damage(temp.resolve("c").resolve(SampleRun.writeCheckpoint(uri("c"), 30).name()));
    Map<String, Object> found = inspect("c");
    assertThat(found)
        .containsEntry("valid", false)
        .containsEntry("problem", "1 of 3 checkpoints are damaged")
        .containsEntry("steps", 20L);
    List<Object> valid = new java.util.ArrayList<>();
    ((List<?>) found.get("checkpoints")).forEach(c -> valid.add(((Map<?, ?>) c).get("valid")));
    assertThat(valid).isEqualTo(List.of(true, true, false));
    assertThat(exitCode("c")).isEqualTo(1);
  }

  @Test
  void saysWhatElseItFound() throws IOException {
    Files.createDirectories(temp.resolve("d"));
    Files.writeString(temp.resolve("d/a.txt"), "x");
    SampleRun.writeModel(uri("m"));
    assertThatThrownBy(() -> inspect("nothing"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("does not exist; expected a model directory");
    assertThatThrownBy(() -> inspect("d")).hasMessageContaining("without a model.json");
    assertThatThrownBy(() -> inspect("d/a.txt")).hasMessageContaining("not named as a checkpoint");
    assertThatThrownBy(() -> inspect("m/model.json")).hasMessageContaining("inspect its directory");
    assertThat(exitCode("d")).isEqualTo(1);
  }
}
