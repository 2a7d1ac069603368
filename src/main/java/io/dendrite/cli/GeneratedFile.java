package io.dendrite.cli;

import io.dendrite.data.Digits;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * A file of generated data.
 *
 * @param name gzipped if it ends with {@code .gz}
 * @param holds what it holds, in words that change with its bytes
 */
record GeneratedFile(String name, String holds, Content content) {

  /** What is in the file. */
  interface Content {
    void write(OutputStream out) throws IOException;
  }

  /** Images of digits as IDX and, under the name that belongs to it, their labels. */
  static List<GeneratedFile> digits(String name, int count, long seed) {
    String holds = String.format(Locale.ROOT, "%,d digits of seed %d", count, seed);
    return List.of(
        new GeneratedFile(
            name + "-labels-idx1-ubyte.gz",
            "labels of " + holds,
            out -> Digits.writeLabels(out, count, seed)),
        images(name, count, seed));
  }

  /** The images alone. */
  static GeneratedFile images(String name, int count, long seed) {
    return new GeneratedFile(
        name + "-images-idx3-ubyte.gz",
        String.format(Locale.ROOT, "images of %,d digits of seed %d", count, seed),
        out -> Digits.writeImages(out, count, seed));
  }

  boolean isIn(Path directory) {
    return Files.isRegularFile(directory.resolve(name));
  }

  /** Writes it aside, then moves it to its name. */
  void writeTo(Path directory) throws IOException {
    Path aside = directory.resolve(".new-" + name);
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(aside), 1 << 16);
        OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(file, 1 << 16) : file) {
      content.write(out);
    }
    Files.move(aside, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }
}
