package io.dendrite.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which rows are held out for validation. */
class HoldoutTest extends LoadedRows {
  private final Heard heard = new Heard();

  private TrainingData split(List<String> rows, double fraction, String... sets)
      throws IOException {
    List<String> lines = new ArrayList<>(List.of("a,b,label"));
    lines.addAll(rows);
    List<String> all =
        new ArrayList<>(
            List.of("data.train=" + write("rows.csv", lines), "data.validation=" + fraction));
    all.addAll(List.of(sets));
    return data(heard, all.toArray(String[]::new));
  }

  private static List<String> repeated(int times, String... rows) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      all.addAll(List.of(rows));
    }
    return all;
  }

  /** How often each distinct row comes. */
  private static Map<String, Long> counts(ShardedRows rows) {
    return rows.blocks().toJavaRDD().collect().stream()
        .flatMap(
            block ->
                java.util.stream.IntStream.range(0, block.rows())
                    .mapToObj(
                        row -> {
                          float[] x = new float[2];
                          block.features().scatter(row, x, 0);
                          return x[0] + " " + x[1];
                        }))
        .collect(Collectors.groupingBy(row -> row, TreeMap::new, Collectors.counting()));
  }

  /** Equal rows fall on both sides, in the proportion that is asked. */
  @Test
  void fewDistinctRows() throws IOException {
    List<String> xor = repeated(400, "0,0,n", "0,1,y", "1,0,y", "1,1,n");
    try (TrainingData data = split(xor, 0.2)) {
      assertThat(counts(data.train())).hasSize(4).allSatisfy((row, n) -> between(n, 290, 350));
      assertThat(counts(data.validation())).hasSize(4).allSatisfy((row, n) -> between(n, 50, 110));
    }
  }

  private static void between(long found, long least, long most) {
    assertThat(found).isBetween(least, most);
  }

  /** Added rows move nobody from one side to the other. */
  @Test
  void addedRowsMoveNobody() throws IOException {
    List<String> rows = repeated(30, "0,0,n", "0,1,y", "1,0,y");
    for (int i = 0; i < 50; i++) {
      rows.add(i + ",7,n");
    }
    Map<String, Long> before;
    try (TrainingData data = split(rows, 0.3)) {
      before = counts(data.validation());
    }
    rows.addAll(repeated(20, "0,0,n", "5,5,y", "3,7,n"));
    try (TrainingData data = split(rows, 0.3)) {
      Map<String, Long> after = counts(data.validation());
      before.forEach((row, n) -> assertThat(after.get(row)).as(row).isGreaterThanOrEqualTo(n));
      assertThat(after.get("1.0 0.0")).isEqualTo(before.get("1.0 0.0"));
    }
  }

  /** Neither side stays empty where there are two rows. */
  @Test
  void neitherSideIsEmpty() throws IOException {
    for (double fraction : new double[] {1e-9, 0.1, 0.5, 0.999}) {
      try (TrainingData data = split(List.of("1,2,n", "2,3,y", "4,5,n"), fraction)) {
        assertThat(data.train().rows()).isBetween(1L, 2L);
        assertThat(data.train().rows() + data.validation().rows()).isEqualTo(3);
      }
    }
  }

  /** Data that are refused after they were packed do not stay in memory. */
  @Test
  void whatIsRefusedIsFreed() {
    int before = SPARK.sparkContext().getPersistentRDDs().size();
    List<String> rows = repeated(20, "0,0,n", "0,1,y", "1,0,y");
    assertThatThrownBy(
            () ->
                split(
                    rows,
                    0.2,
                    "network.layers=[\"inner-product 4\", batch-norm, \"inner-product 2\"]",
                    "train.batch=1"))
        .hasMessageContaining("batch");
    assertThat(SPARK.sparkContext().getPersistentRDDs().size()).isEqualTo(before);
  }

  /** A class that is on one side alone is named. */
  @Test
  void missingClassesAreNamed() throws IOException {
    List<String> rows = repeated(1, "1,2,rare");
    for (int i = 0; i < 200; i++) {
      rows.add(i + ",1,n");
      rows.add(i + ",2,y");
    }
    try (TrainingData data = split(rows, 0.2, "network.layers=[\"inner-product 3\"]")) {
      assertThat(heard.notices).anyMatch(notice -> notice.contains("class 'rare' has "));
    }
  }
}
