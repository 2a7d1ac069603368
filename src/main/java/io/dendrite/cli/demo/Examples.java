package io.dendrite.cli.demo;

import io.dendrite.data.sample.Curve;
import io.dendrite.data.sample.LogicTable;
import io.dendrite.data.sample.Region;
import io.dendrite.data.sample.Spirals;
import io.dendrite.data.sample.WrapAround;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The textbook examples of multi-layer networks; each has a configuration and generated data. */
public final class Examples {
  /** Generates a given number of rows from a seed. */
  private interface Rows {
    GeneratedFile.Content of(int count, long seed);
  }

  /** All examples, by name. */
  public static final Map<String, Demonstration> ALL = all();

  private Examples() {}

  private static Map<String, Demonstration> all() {
    Map<String, Demonstration> all = new LinkedHashMap<>();
    add(all, "and", List.of(table(LogicTable.AND)));
    add(all, "or", List.of(table(LogicTable.OR)));
    add(all, "xor", List.of(table(LogicTable.XOR)));
    add(all, "same", List.of(table(LogicTable.SAME)));
    add(
        all,
        "wraparound",
        List.of(
            new GeneratedFile(
                "patterns.csv", "two patterns in every translation", WrapAround::write)));
    add(all, "spirals", points(2_000, (count, seed) -> out -> new Spirals(seed).write(out, count)));
    add(all, "regions", points(4_000, (count, seed) -> out -> Region.write(out, count, seed)));
    add(all, "function", points(1_000, (count, seed) -> out -> new Curve(seed).write(out, count)));
    add(all, "templates", digits());
    add(all, "autoencoder", digits());
    add(all, "digits-pretrained", fewLabels());
    return all;
  }

  private static void add(Map<String, Demonstration> all, String name, List<GeneratedFile> files) {
    all.put(
        name,
        new Demonstration(
            "example " + name, "examples/" + name + ".conf", "dendrite-examples/" + name, files));
  }

  private static GeneratedFile table(LogicTable table) {
    return new GeneratedFile("table.csv", "the truth table of " + table, table::write);
  }

  private static List<GeneratedFile> points(int count, Rows rows) {
    return List.of(points("train.csv", count, 1, rows), points("test.csv", 1_000, 2, rows));
  }

  private static GeneratedFile points(String name, int count, long seed, Rows rows) {
    String holds = String.format(Locale.ROOT, "%,d points of seed %d", count, seed);
    return new GeneratedFile(name, holds, rows.of(count, seed));
  }

  /** Data files with few labelled images, many images without labels, and test images. */
  private static List<GeneratedFile> fewLabels() {
    return Stream.of(
            GeneratedFile.digits("train", 200, 1),
            List.of(GeneratedFile.images("unlabelled", 5_000, 3)),
            GeneratedFile.digits("test", 2_000, 2))
        .flatMap(List::stream)
        .toList();
  }

  private static List<GeneratedFile> digits() {
    return Stream.of(
            GeneratedFile.digits("train", 10_000, 1), GeneratedFile.digits("test", 2_000, 2))
        .flatMap(List::stream)
        .toList();
  }
}
