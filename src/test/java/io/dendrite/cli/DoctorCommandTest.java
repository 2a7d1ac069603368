package io.dendrite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.cli.text.Json;
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
    Diagnosis found = Diagnosis.of(Map.of());
    assertThat(found.spark()).isEqualTo("4.1.0");
    assertThat(found.sparkHome()).isNull();
    assertThat(found.blas().gflopsOneThread()).isPositive();
    assertThat(found.blas().gflopsAllCores()).isPositive();
    assertThat(found.memory().available()).isBetween(1L, found.memory().machine());
    assertThat(Main.run(new String[] {"doctor", "--json"}, false)).isZero();
  }

  @Test
  void fieldsOfItsJson() {
    Diagnosis found =
        new Diagnosis(
            "d",
            new Diagnosis.Java("17", "v", "h"),
            "4",
            "2",
            "3",
            null,
            "s",
            new Diagnosis.Processor("c", 2, List.of("avx2")),
            new Diagnosis.Blas("l", "1", "k", true, null, 5, 9, null, List.of("r")),
            new Diagnosis.Memory(1, 3, 2),
            List.of("a"));
    assertThat(Json.of(found))
        .isEqualTo(
            """
            {"dendrite":"d","java":{"version":"17","vendor":"v","home":"h"},"spark":"4","scala":"2",\
            "hadoop":"3","sparkHome":null,"system":"s",\
            "cpu":{"model":"c","cores":2,"vectorFlags":["avx2"]},\
            "blas":{"library":"l","version":"1","kernel":"k","native":true,"threadsPerTask":null,\
            "gflopsOneThread":5.0,"gflopsAllCores":9.0,"pinned":null,"rejected":["r"]},\
            "memory":{"heapMax":1,"machine":3,"available":2},"advice":["a"]}""");
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
