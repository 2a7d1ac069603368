package io.dendrite.math;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ludovic.netlib.blas.NativeBLAS;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * A library computes the same bits, whichever BLAS libraries were loaded into the JVM before. Each
 * order needs a JVM of its own.
 */
class BlasOrderTest {
  /** Opens libraries in the order of the arguments, and prints a product of each. */
  public static void main(String[] order) {
    for (String choice : order) {
      if (choice.equals("spark")) {
        System.out.println("spark " + product(NativeBLAS.getInstance()));
      } else {
        BlasLibrary library = BlasLibrary.open(choice);
        System.out.println(library.name() + " " + product(library.netlib()));
      }
    }
  }

  private static int product(dev.ludovic.netlib.blas.BLAS blas) {
    int n = 37;
    int k = 301;
    SplittableRandom random = new SplittableRandom(1);
    float[] a = new float[n * k];
    float[] b = new float[n * k];
    float[] c = new float[n * n];
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) random.nextDouble();
      b[i] = (float) random.nextDouble();
    }
    blas.sgemm("N", "N", n, n, k, 1f, a, n, b, k, 0f, c, n);
    return Arrays.hashCode(c);
  }

  private static List<String> products(String... order) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                BlasOrderTest.class.getName()));
    command.addAll(List.of(order));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out.lines().sorted().toList();
  }

  @Test
  void anyOrderGivesTheSameProducts() throws IOException, InterruptedException {
    String bundled = products("auto").stream().findFirst().orElse("");
    Assumptions.assumeTrue(
        bundled.startsWith("bundled"), "SKIPPED: the bundled BLAS does not load here");
    List<String> spark = products("spark", "auto");
    Assumptions.assumeTrue(
        spark.size() == 2, "SKIPPED: no BLAS of the system is here, which Spark would load");
    assertThat(spark).contains(bundled);
    String system = products("system").get(0);
    assertThat(products("system", "auto")).containsExactly(bundled, system);
    assertThat(products("auto", "system")).containsExactly(bundled, system);
    assertThat(Stream.of(bundled, system).map(line -> line.replaceAll(".* ", "")).distinct())
        .as("libraries of other bits, or this test shows nothing")
        .hasSize(2);
  }
}
