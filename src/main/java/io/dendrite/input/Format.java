package io.dendrite.input;

import io.dendrite.data.DataException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.SparkSession;

/**
 * A format of rows: one line each in {@link #TABLE}.
 *
 * @param name as {@code data.format} has it
 * @param columns whether rows have named columns, for {@code data.weight} and similar settings
 * @param head recognises a file by its first four bytes
 * @param file recognises a file by its name, in lower case and without {@code .gz}
 * @param opener creates a source of its rows
 */
public record Format(
    String name, boolean columns, Predicate<byte[]> head, Predicate<String> file, Opener opener) {
  /** Makes a source of rows. */
  interface Opener {
    RowSource open(SparkSession spark, RowRequest request, List<FileStatus> files)
        throws IOException;
  }

  /** The value of the setting that lets {@link #of} find the format out. */
  public static final String AUTO = "auto";

  /** Every format, in the order in which they are tried on a file's bytes and then on its name. */
  public static final List<Format> TABLE =
      List.of(
          new Format(
              "parquet",
              true,
              head -> startsWith(head, 'P', 'A', 'R', '1'),
              endsIn(".parquet"),
              ParquetSource::new),
          new Format(
              "idx",
              false,
              head -> startsWith(head, 0, 0) && head[2] >= 8 && head[2] <= 14,
              file -> file.contains("idx"),
              IdxSource::new),
          new Format("csv", true, head -> false, endsIn(".csv", ".tsv"), CsvSource::open),
          new Format(
              "libsvm",
              false,
              head -> false,
              endsIn(".libsvm", ".svm", ".svmlight"),
              LineSource::libsvm));

  /** The names of all formats. */
  static List<String> names() {
    return TABLE.stream().map(Format::name).sorted().toList();
  }

  private static boolean startsWith(byte[] head, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (head.length < 4 || head[i] != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static Predicate<String> endsIn(String... endings) {
    return file -> List.of(endings).stream().anyMatch(file::endsWith);
  }

  /**
   * Checks the value of {@code data.format}.
   *
   * @throws IllegalArgumentException naming the known formats
   */
  public static void check(String asked) {
    if (!asked.equals(AUTO) && !names().contains(asked)) {
      throw new IllegalArgumentException(
          "data.format is '" + asked + "'; expected one of auto, " + String.join(", ", names()));
    }
  }

  /**
   * The format that {@code data.format} names, or that of the first file: by its first bytes, else
   * by its name.
   *
   * @param key the setting that names the files
   * @throws DataException if neither tells
   */
  static Format of(String asked, String key, FileStatus first, Configuration conf)
      throws IOException {
    check(asked);
    if (!asked.equals(AUTO)) {
      return find(format -> format.name().equals(asked)).orElseThrow();
    }
    byte[] head = InputFiles.head(first.getPath(), conf);
    String name = first.getPath().getName().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    return find(format -> format.head().test(head))
        .or(() -> find(format -> format.file().test(name)))
        .orElseThrow(
            () ->
                new DataException(
                    key
                        + ": the format of "
                        + first.getPath()
                        + " is not clear from its name or first bytes; set data.format to one of "
                        + String.join(", ", names())));
  }

  private static Optional<Format> find(Predicate<Format> which) {
    return TABLE.stream().filter(which).findFirst();
  }
}
