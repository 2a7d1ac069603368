package io.dendrite.cli;

import io.dendrite.data.Digits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * The directory of a quickstart: digits as IDX files, a model, and a note by which the next
 * quickstart knows it.
 */
record QuickstartFiles(Path directory) {
  static final int TRAIN = 20_000;
  static final int TEST = 4_000;

  private static final String NOTE = "quickstart.txt";
  private static final String TITLE = "Written by dendrite quickstart; may be deleted as a whole.";
  private static final String CONTENT =
      TITLE + "\n" + TRAIN + " digits of seed 1 to train, " + TEST + " of seed 2 to test.\n";

  /**
   * Takes a new or empty directory, or that of an earlier quickstart, and writes the digits that
   * are not there.
   *
   * @throws UsageException if the directory holds anything else
   * @throws IOException if it cannot be written
   */
  static QuickstartFiles in(Path directory) throws IOException {
    Path note = directory.resolve(NOTE);
    boolean again = Files.isRegularFile(note) && Files.readString(note).startsWith(TITLE);
    if (!again && !isFree(directory)) {
      throw new UsageException(
          directory
              + " is there and is not from an earlier quickstart; name another directory with --dir");
    }
    Files.createDirectories(directory);
    QuickstartFiles files = new QuickstartFiles(directory);
    boolean same = again && Files.readString(note).equals(CONTENT);
    if (!same || !files.complete()) {
      Files.writeString(note, TITLE + "\n");
      files.write();
      Files.writeString(note, CONTENT);
    }
    return files;
  }

  Path trainImages() {
    return directory.resolve("train-images-idx3-ubyte.gz");
  }

  Path testImages() {
    return directory.resolve("test-images-idx3-ubyte.gz");
  }

  Path model() {
    return directory.resolve("model");
  }

  private static Path labels(Path images) {
    return images.resolveSibling(
        images.getFileName().toString().replace("images-idx3", "labels-idx1"));
  }

  private static boolean isFree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return true;
    }
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }

  private boolean complete() {
    return Stream.of(trainImages(), testImages())
        .allMatch(images -> Files.isRegularFile(images) && Files.isRegularFile(labels(images)));
  }

  private void write() throws IOException {
    write(trainImages(), TRAIN, 1);
    write(testImages(), TEST, 2);
  }

  private static void write(Path images, int count, long seed) throws IOException {
    Path newImages = images.resolveSibling(".new-" + images.getFileName());
    Path newLabels = labels(newImages);
    Digits.write(newImages, newLabels, count, seed);
    Files.move(newLabels, labels(images), StandardCopyOption.REPLACE_EXISTING);
    Files.move(newImages, images, StandardCopyOption.REPLACE_EXISTING);
  }
}
