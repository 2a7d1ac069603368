package io.dendrite.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The first steps: digits, a network, and what to type next. */
@Command(
    name = "quickstart",
    description = "Writes handwritten-like digits, trains a network on them and evaluates it.",
    mixinStandardHelpOptions = true)
final class QuickstartCommand implements Callable<Integer> {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where the digits and the model go (${DEFAULT-VALUE}).",
      defaultValue = "dendrite-quickstart")
  private Path dir;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws Exception {
    QuickstartFiles files = digits();
    ConfigReader config =
        new ConfigReader(
            Settings.bundled(
                "quickstart.conf",
                List.of(
                    "data.train=" + uri(files.trainImages()),
                    "data.test=" + uri(files.testImages()),
                    "model.dir=" + uri(files.model()))));
    int code = TrainCommand.train(config.trainConfig(), false, null, output);
    if (code == 0 && !output.json) {
      sayNext(files);
    }
    return code;
  }

  private QuickstartFiles digits() throws IOException {
    long start = System.nanoTime();
    QuickstartFiles files = QuickstartFiles.in(dir);
    System.err.printf(
        Locale.ROOT,
        "%,d digits to train and %,d to test in %s (%.1f s)%n",
        QuickstartFiles.TRAIN,
        QuickstartFiles.TEST,
        dir,
        (System.nanoTime() - start) / 1e9);
    return files;
  }

  /** With the scheme, because the default file system may be a cluster's. */
  private static String uri(Path file) {
    return "file://" + file.toAbsolutePath().normalize();
  }

  private static void sayNext(QuickstartFiles files) {
    String model = shell(files.model());
    String images = shell(files.testImages());
    String script = shell(Path.of(System.getenv().getOrDefault("DENDRITE_SCRIPT", "bin/dendrite")));
    System.out.printf(
        """

        The model is in %1$s. What to type next:
          %4$s inspect %1$s
          %4$s evaluate --model %1$s --data %2$s
          %4$s predict --model %1$s --data %2$s --out %3$s
        Your own data: copy conf/quickstart.conf, name your files and layers in it (conf/reference.conf has every
        setting), then
          %4$s train --config my.conf
        """,
        model, images, shell(files.directory().resolve("predictions.csv")), script);
  }

  /** A path as one word of a shell. */
  private static String shell(Path path) {
    String text = path.toString();
    return text.matches("[A-Za-z0-9_./+:@%-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
