package io.dendrite.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dendrite.data.sample.Digits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A run to its end, which others are held against: one for all tests of a JVM. */
abstract class StraightRun {
  @TempDir Path dir;

  /** With data and model; it ends with this JVM. */
  static Path shared;

  static Path digits;
  static JsonNode straight;

  @BeforeAll
  static void undisturbedRun() throws Exception {
    if (straight != null) {
      return;
    }
    shared = Files.createTempDirectory(Path.of("target"), "straight").toAbsolutePath();
    Thread end = new Thread(() -> FileUtil.fullyDelete(shared.toFile()));
    Runtime.getRuntime().addShutdownHook(end);
    digits = shared.resolve("train-images-idx3-ubyte.gz");
    Digits.write(digits, shared.resolve("train-labels-idx1-ubyte.gz"), 3000, 1);
    Program run = Program.run(shared, args(shared.resolve("model"), "--master", "local[2]"));
    assertThat(run.err()).contains("epoch 2/2").doesNotContain("INFO").doesNotContain("WARN");
    JsonNode told = run.json();
    assertThat(told.get("steps").asInt()).isGreaterThan(80);
    straight = told;
  }

  static String[] args(Path model, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "train", "--json",
                "--set", "data.train=" + digits,
                "--set", "data.partitions=5",
                "--set", "data.scale=255",
                "--set",
                    "network.layers=[\"inner-product 40\", relu, \"dropout 0.1\", \"inner-product 10\"]",
                "--set", "train.epochs=2",
                "--set", "train.batch=64",
                "--set", "model.dir=" + model));
    return Program.with(args.toArray(String[]::new), more);
  }

  final String[] args(String... more) {
    return args(dir.resolve("model"), more);
  }

  static String sha(JsonNode json) {
    return json.get("weightsSha256").asText();
  }
}
