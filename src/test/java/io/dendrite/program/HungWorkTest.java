package io.dendrite.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dendrite.Counts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A run that is asked to end while its executors hang, whatever they were to do, saves what there
 * is and ends in time; its next life comes to the same bits.
 */
@Tag("fault")
class HungWorkTest extends ClusterTest {
  private static final int PATIENCE = 2;

  private static JsonNode straight;
  private static String[] noise;

  /**
   * Rows of which nothing can be learned but which class has more: no epoch is more accurate than
   * the first. Early stopping shows whether each was validated, and once.
   */
  @BeforeAll
  static void rows() throws Exception {
    Random random = new Random(1);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      for (int column = 0; column < 10; column++) {
        rows.append((float) (random.nextGaussian() / 1000)).append(',');
      }
      rows.append(random.nextInt(4) == 0 ? 1 : 0).append('\n');
    }
    noise =
        new String[] {
          "--set", "data.train=" + Files.writeString(shared.resolve("noise.csv"), rows),
          "--set", "data.header=false",
          "--set", "data.label=10",
          "--set", "data.scale=none",
          "--set", "data.validation=0.3",
          "--set",
              "network.layers=[\"inner-product 100\", relu, \"dropout 0.1\", \"inner-product 2\"]",
          "--set", "train.epochs=8",
          "--set", "train.stop.metric=accuracy",
          "--set", "train.stop.patience=" + PATIENCE,
          "--set", "pretrain.type=denoising",
          "--set", "pretrain.epochs=1"
        };
  }

  private JsonNode straight() throws Exception {
    if (straight == null) {
      Program run = Program.run(dir, args("auto", 4, Program.with(noise, "--master", "local[2]")));
      assertThat(run.exitCode()).as(run.err()).isZero();
      straight = run.json();
      assertThat(straight.get("epochs").asInt()).as(run.err()).isEqualTo(1 + PATIENCE);
    }
    return straight;
  }

  static Stream<String> work() {
    return Counts.of(
        Stream.of("loading", "validation"),
        Stream.of("loading", "pre-training", "steps", "validation", "evaluation"));
  }

  @ParameterizedTest
  @MethodSource("work")
  void itIsGivenUpAndDoneInTheNextLife(String work) throws Exception {
    JsonNode whole = straight();
    Path hung = Files.writeString(dir.resolve("hung"), work);
    String[] kept =
        Program.with(
            args("auto", 4, onCluster(2, noise)),
            Program.knowing(
                HungTasks.class,
                "--resume",
                "--set",
                "checkpoint.dir=" + dir.resolve("checkpoints"),
                "--conf",
                "spark.plugins=" + HungTasks.class.getName(),
                "--conf",
                HungTasks.FILE + "=" + hung));
    Program run = Program.start(dir, kept);
    try {
      while (!Files.exists(HungTasks.met(hung))) {
        assertThat(run.alive()).as(run.err()).isTrue();
        TimeUnit.MILLISECONDS.sleep(10);
      }
      run.signal("TERM");
      assertThat(run.exitCode(10)).as(run.err()).isEqualTo(143);
    } finally {
      run.kill();
    }
    assertThat(run.err()).contains(work + " given up: not done within 5 s");
    assertThat(run.json().get("interrupted").asBoolean()).isTrue();
    boolean saved = List.of("steps", "validation", "evaluation").contains(work);
    assertThat(run.json().get("checkpoint").asText().contains("ckpt-")).isEqualTo(saved);

    Files.delete(hung);
    Program resumed = Program.run(dir, kept);
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.json().get("resumedFrom")).isEqualTo(run.json().get("checkpoint"));
    for (String key : List.of("weightsSha256", "steps", "epochs", "validation")) {
      assertThat(resumed.json().get(key)).as(resumed.err()).isEqualTo(whole.get(key));
    }
  }
}
