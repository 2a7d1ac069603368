package io.dendrite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dendrite.cli.text.InspectResult;
import io.dendrite.cli.text.Inspection;
import io.dendrite.cli.text.Json;
import io.dendrite.run.SampleRun;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  private InspectResult inspect(String name) throws IOException {
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
    InspectResult found = inspect("m");
    assertThat(found.kind()).isEqualTo("model");
    assertThat(found.valid()).isTrue();
    assertThat(found.problem()).isNull();
    InspectResult.Run run = found.run();
    assertThat(run.run()).isEqualTo("r1");
    assertThat(run.steps()).isEqualTo(7);
    assertThat(run.partitions()).isEqualTo(4);
    assertThat(run.dataFingerprint()).isEqualTo("f");
    assertThat(run.parameters()).isEqualTo(SampleRun.PARAMETERS);
    assertThat(run.layers()).containsExactly("inner-product 3", "relu", "inner-product 2");
    assertThat(run.labels()).containsExactly("no", "yes");
    assertThat(run.settings()).isEqualTo(Map.of("train.seed", "1"));
    assertThat(run.validation()).isEqualTo(Map.of("loss", 0.5, "rows", 10));
    assertThat(run.test()).isNull();
    assertThat(run.weightsSha256()).matches("[0-9a-f]{64}");
    assertThat(exitCode("m")).isZero();
  }

  @Test
  void findsADamagedModel() throws IOException {
    SampleRun.writeModel(uri("m"));
    damage(temp.resolve("m/weights.safetensors"));
    assertThat(inspect("m").valid()).isFalse();
    assertThat(inspect("m").run()).isNull();
    assertThat(inspect("m").problem()).contains("is damaged", "CRC32C");
    assertThat(exitCode("m")).isEqualTo(1);
  }

  @Test
  void findsWeightsThatTheDescriptionDoesNotName() throws IOException {
    SampleRun.writeForgedModel(uri("m"));
    assertThat(inspect("m").problem()).contains("SHA-256");
  }

  @Test
  void findsAHalfModel() throws IOException {
    SampleRun.writeModel(uri("m"));
    Files.delete(temp.resolve("m/weights.safetensors"));
    assertThat(inspect("m").problem()).contains("weights.safetensors");
    assertThat(exitCode("m")).isEqualTo(1);
  }

  @Test
  void describesACheckpoint() throws IOException {
    String name = SampleRun.writeCheckpoint(uri("c"), 23).name();
    InspectResult found = inspect("c/" + name);
    assertThat(found.kind()).isEqualTo("checkpoint");
    assertThat(found.valid()).isTrue();
    assertThat(found.run().steps()).isEqualTo(23);
    assertThat(found.run().epoch()).isEqualTo(2);
    assertThat(found.run().stepInEpoch()).isEqualTo(3);
    assertThat(found.run().parameters()).isEqualTo(SampleRun.PARAMETERS);
    damage(temp.resolve("c").resolve(name));
    assertThat(inspect("c/" + name).valid()).isFalse();
    assertThat(exitCode("c/" + name)).isEqualTo(1);
  }

  @Test
  void listsTheCheckpointsOfADirectory() throws IOException {
    SampleRun.writeCheckpoint(uri("c"), 10);
    SampleRun.writeCheckpoint(uri("c"), 20);
    assertThat(inspect("c").valid()).isTrue();
    assertThat(inspect("c").run().steps()).isEqualTo(20);
    assertThat(exitCode("c")).isZero();

    damage(temp.resolve("c").resolve(SampleRun.writeCheckpoint(uri("c"), 30).name()));
    InspectResult found = inspect("c");
    assertThat(found.valid()).isFalse();
    assertThat(found.problem()).isEqualTo("1 of 3 checkpoints are damaged");
    assertThat(found.run().steps()).isEqualTo(20);
    assertThat(found.checkpoints())
        .extracting(InspectResult.Checkpoint::valid)
        .containsExactly(true, true, false);
    assertThat(exitCode("c")).isEqualTo(1);
  }

  private static List<String> fields(JsonNode json) {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(Json.of(inspect(name)));
  }

  @Test
  void fieldsOfItsJson() throws IOException {
    List<String> head = List.of("kind", "path", "valid", "problem");
    List<String> whole = new ArrayList<>(head);
    whole.addAll(
        List.of(
            ("run steps epoch stepInEpoch task layers loss inputs outputs features labels parameters"
                    + " networks weightsSha256 validation test partitions dataFingerprint versions settings")
                .split(" ")));
    SampleRun.writeModel(uri("m"));
    assertThat(fields(json("m"))).isEqualTo(whole);
    assertThat(json("m").get("epoch").isNull()).isTrue();
    assertThat(json("m").get("validation")).hasToString("{\"loss\":0.5,\"rows\":10}");
    damage(temp.resolve("m/weights.safetensors"));
    assertThat(fields(json("m"))).isEqualTo(head);

    String name = SampleRun.writeCheckpoint(uri("c"), 10).name();
    assertThat(fields(json("c/" + name))).isEqualTo(with(whole, "bytes"));
    assertThat(fields(json("c"))).isEqualTo(with(whole, "checkpoints"));
    List<String> checkpoint =
        List.of(
            "file", "steps", "bytes", "epoch", "stepInEpoch", "valid", "problem", "weightsSha256");
    assertThat(fields(json("c").get("checkpoints").get(0))).isEqualTo(checkpoint);
    damage(temp.resolve("c").resolve(name));
    assertThat(fields(json("c/" + name))).isEqualTo(with(head, "bytes"));
    assertThat(fields(json("c"))).isEqualTo(with(head, "checkpoints"));
    assertThat(fields(json("c").get("checkpoints").get(0))).isEqualTo(checkpoint);
  }

  private static List<String> with(List<String> names, String more) {
    List<String> all = new ArrayList<>(names);
    all.add(more);
    return all;
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
