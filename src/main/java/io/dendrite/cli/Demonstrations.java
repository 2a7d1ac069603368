package io.dendrite.cli;

import io.dendrite.cli.demo.Demonstration;
import io.dendrite.cli.demo.HomeDirectory;
import io.dendrite.cli.text.Printable;
import io.dendrite.cli.text.Shell;
import java.io.IOException;
import java.util.Locale;

/** Runs a demonstration, which is the quickstart or one of the textbook examples. */
final class Demonstrations {
  private Demonstrations() {}

  /**
   * Writes the demonstration's data files, trains its network and returns the command's exit code.
   *
   * @param data description of the data files, printed once they are written
   */
  static int run(
      Demonstration demonstration,
      HomeDirectory directory,
      String data,
      Sessions sessions,
      OutputOptions output)
      throws Exception {
    long start = System.nanoTime();
    try {
      demonstration.writeFiles(directory);
    } catch (IOException e) {
      throw new IOException(
          directory.typed()
              + " cannot be written; name another directory with --dir: "
              + e.getMessage(),
          e);
    }
    System.err.printf(
        Locale.ROOT,
        "%s in %s (%.1f s)%n",
        data,
        Printable.of(directory.typed()),
        (System.nanoTime() - start) / 1e9);
    int code =
        TrainCommand.train(demonstration.trainConfig(directory), false, null, sessions, output);
    if (code == 0 && !output.json) {
      String model = demonstration.path("model.dir", directory);
      String test = demonstration.path("data.test", directory);
      System.out.printf(
          """

          The model is in %1$s. What to type next:
            %3$s inspect %1$s
            %3$s evaluate --model %1$s --data %2$s
            %3$s predict --model %1$s --data %2$s --out %4$s
          """,
          Shell.word(model),
          Shell.word(test),
          Shell.script(),
          Shell.word(directory.child("predictions.csv")));
    }
    return code;
  }
}
