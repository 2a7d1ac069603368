package io.dendrite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.cli.demo.ExampleConfigs;
import io.dendrite.cli.demo.Examples;
import io.dendrite.explain.GradientAudit;
import io.dendrite.input.SparkTest;
import io.dendrite.run.RunListener;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** gradcheck passes on every example, as a reader of the lecture types it. */
class ExampleGradientsTest extends SparkTest {
  static Stream<String> examples() {
    return Examples.ALL.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void passes(String name) throws IOException {
    GradientAudit.Report report =
        GradientAudit.run(
            SPARK,
            ExampleConfigs.of(name, dir, List.of("data.partitions=2")),
            null,
            16,
            40,
            new RunListener() {});
    assertThat(report.failed()).as("%s", report).isFalse();
  }
}
