package io.dendrite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  @TempDir Path temp;

  @Test
  void saysWhatTheMachineComputesWith() {
    Map<String, Object> found = Diagnosis.of(Map.of());
    assertThat(found)
        .containsKeys("dendrite", "java", "hadoop", "scala", "cpu", "blas", "memory", "advice")
        .containsEntry("spark", "4.1.0")
        .containsEntry("sparkHome", null);
    Map<?, ?> blas = (Map<?, ?>) found.get("blas");
    assertThat((Double) blas.get("gflopsOneThread")).isPositive();
    assertThat((Double) blas.get("gflopsAllCores")).isPositive();
    Map<?, ?> memory = (Map<?, ?>) found.get("memory");
    assertThat((Long) memory.get("available")).isBetween(1L, (Long) memory.get("machine"));
    assertThat(Main.run(new String[] {"doctor", "--json"}, false)).isZero();
  }

  @Test
  void advisesOnSparkHome() throws Exception {
    assertThat(SparkHome.advice(null)).isEmpty();
    assertThat(SparkHome.advice(temp.toString()).orElseThrow()).contains("no bin/spark-submit");
    Path submit = Files.createDirectories(temp.resolve("bin")).resolve("spark-submit");
    Files.writeString(submit, "");
    assertThat(submit.toFile().setExecutable(true)).isTrue();
    Path jars = Files.createDirectories(temp.resolve("jars"));
    for (String wrong : List.of("spark-core_2.12-4.1.0.jar", "spark-core_2.13-3.5.6.jar")) {
      Files.writeString(jars.resolve(wrong), "");
      assertThat(SparkHome.advice(temp.toString()).orElseThrow()).contains(wrong, "refuse");
    }
    Files.writeString(jars.resolve("spark-core_2.13-4.1.1.jar"), "");
    assertThat(SparkHome.advice(temp.toString())).isEmpty();
  }
}
