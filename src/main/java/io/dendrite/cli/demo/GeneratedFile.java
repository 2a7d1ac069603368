package io.dendrite.cli.demo;

import io.dendrite.data.sample.Digits;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * A data file that a demonstration generates.
 *
 * @param name name of the file, which is gzipped if the name ends with {@code .gz}
 * @param holds description of the content; files with different bytes must have different
 *     descriptions
 */
public record GeneratedFile(String name, String holds, Content content) {

  /** Writes the content of a generated file. */
  public interface Content {
    void write(OutputStream out) throws IOException;
  }

  /**
   * Two IDX files whose names begin with {@code name}: the labels of {@code count} digits, and the
   * images of these digits.
   */
  public static List<GeneratedFile> digits(String name, int count, long seed) {
    String holds = String.format(Locale.ROOT, "%,d digits of seed %d", count, seed);
    return List.of(
        new GeneratedFile(
            name + "-labels-idx1-ubyte.gz",
            "labels of " + holds,
            out -> Digits.writeLabels(out, count, seed)),
        images(name, count, seed));
  }

  /** An IDX file with images of digits, without a file of labels. */
  static GeneratedFile images(String name, int count, long seed) {
    return new GeneratedFile(
        name + "-images-idx3-ubyte.gz",
        String.format(Locale.ROOT, "images of %,d digits of seed %d", count, seed),
        out -> Digits.writeImages(out, count, seed));
  }

  /** The content of the file, gzipped if the file's name ends with {@code .gz}. */
  Content bytes() {
    if (!name.endsWith(".gz")) {
      return content;
    }
    return out -> {
      GZIPOutputStream zipped = new GZIPOutputStream(out, 1 << 16);
      content.write(zipped);
      zipped.finish();
    };
  }
}
