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
 * A format of input rows. The list {@link #TABLE} has all formats.
 *
 * @param name value of {@code data.format} that stands for the format
 * @param files whether rows are read from files; if true, all files are listed before the first
 *     file is opened
 * @param columns whether rows have named columns, to which {@code data.weight} and similar settings
 *     can refer
 * @param options whether {@code data.options} can be set for the format
 * @param head test that recognises a file of the format by its first four bytes
 * @param file test that recognises a file of the format by its name, which is given in lower case
 *     and without {@code .gz}
 * @param opener function that creates a source of rows of the format
 */
public record Format(
    String name,
    boolean files,
    boolean columns,
    boolean options,
    Predicate<byte[]> head,
    Predicate<String> file,
    Opener opener) {
  /**
   * Creates a source of rows from the listed files or, for formats without files, from the table or
   * query that the request names.
   */
  interface Opener {
    RowSource open(SparkSession spark, RowRequest request, List<FileStatus> files)
        throws IOException;
  }

  /**
   * The value of {@code data.format} with which {@link #of} recognises the format from the files.
   */
  public static final String AUTO = "auto";

  /**
   * All formats, in the order in which they are tried. First all formats are tried on a file's
   * first bytes, then on its name.
   */
  public static final List<Format> TABLE =
      List.of(
          new Format(
              "parquet",
              true,
              true,
              true,
              head -> startsWith(head, 'P', 'A', 'R', '1'),
              endsIn(".parquet"),
              SparkSources::parquet),
          new Format(
              "idx",
              true,
              false,
              false,
              head -> startsWith(head, 0, 0) && head[2] >= 8 && head[2] <= 14,
              file -> file.contains("idx"),
              IdxSource::new),
          new Format(
              "csv", true, true, false, head -> false, endsIn(".csv", ".tsv"), CsvSource::open),
          new Format(
              "libsvm",
              true,
              false,
              false,
              head -> false,
              endsIn(".libsvm", ".svm", ".svmlight"),
              LineSource::libsvm),
          new Format("table", false, true, true, head -> false, file -> false, SparkSources::table),
          new Format("sql", false, true, false, head -> false, file -> false, SparkSources::sql));

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
   * Returns the format with a name. A name that is not in {@link #TABLE} is treated as the name of
   * a Spark data source, which is looked up only when rows are read.
   */
  static Format named(String name) {
    return find(format -> format.name().equals(name))
        .orElseGet(
            () ->
                new Format(
                    name,
                    false,
                    true,
                    true,
                    head -> false,
                    file -> false,
                    (spark, request, none) -> SparkSources.load(spark, request, name)));
  }

  /** True if rows of the format that {@code data.format} names are read from files. */
  static boolean readsFiles(String asked) {
    return asked.equals(AUTO) || named(asked).files();
  }

  /**
   * The format that {@code data.format} names. If the setting is {@link #AUTO}, the format is
   * recognised from the first bytes of the first file or, if this fails, from the name of the first
   * file.
   *
   * @param key the setting that names the files
   * @throws DataException if the format cannot be recognised from the first bytes or the name of
   *     the file
   */
  static Format of(String asked, String key, FileStatus first, Configuration conf)
      throws IOException {
    if (!asked.equals(AUTO)) {
      return named(asked);
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
