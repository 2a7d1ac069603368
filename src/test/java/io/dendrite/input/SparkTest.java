package io.dendrite.input;

import io.dendrite.config.Configs;
import io.dendrite.config.TrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that need Spark: one session of two threads for all of them, and a tag to leave them out.
 */
@Tag("spark")
public abstract class SparkTest {
  public static final SparkSession SPARK =
      SparkSession.builder()
          .master("local[2]")
          .appName("dendrite tests")
          .config("spark.ui.enabled", "false")
          .config("spark.sql.shuffle.partitions", "2")
          .getOrCreate();

  @TempDir public Path dir;

  /** The notices that were reported. */
  public static class Heard implements Notices {
    public final List<String> notices = new ArrayList<>();

    @Override
    public void notice(String sentence) {
      notices.add(sentence);
    }
  }

  public TrainConfig config(String... sets) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "data.label=label",
                "data.partitions=4",
                "network.layers=[\"inner-product 16\", tanh, \"dropout 0.2\", \"inner-product 3\"]",
                "train.epochs=2",
                "train.batch=50",
                "model.dir=" + dir.resolve("model")));
    all.addAll(List.of(sets));
    return Configs.of(all);
  }

  /** Rows of three classes around three centres in five dimensions, with a header. */
  public static List<String> csv(int rows) {
    List<String> lines = new ArrayList<>();
    lines.add("a,b,c,d,e,label");
    java.util.SplittableRandom random = new java.util.SplittableRandom(7);
    for (int i = 0; i < rows; i++) {
      int label = i % 3;
      StringBuilder line = new StringBuilder();
      for (int j = 0; j < 5; j++) {
        double centre = j == label ? 2 : 0;
        line.append((float) (centre + 2 * random.nextDouble() - 1)).append(',');
      }
      lines.add(line.append((char) ('x' + label)).toString());
    }
    return lines;
  }

  public Path write(String name, List<String> lines) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, lines);
  }

  public static String[] with(String[] sets, String... more) {
    return Stream.concat(Stream.of(sets), Stream.of(more)).toArray(String[]::new);
  }
}
