package io.dendrite.cli.demo;

import io.dendrite.config.Keys;
import io.dendrite.config.Settings;
import io.dendrite.config.TrainConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A configuration that is part of the program, and the data files that it names. The files are
 * written to one directory, together with a note by which the next run of the command recognises
 * the directory.
 *
 * @param command the command that runs the demonstration, as typed after {@code dendrite}
 * @param config file that holds the configuration, as a path below {@code conf/}
 * @param home the directory for the data files that the configuration names
 */
public record Demonstration(String command, String config, String home, List<GeneratedFile> files) {

  /**
   * A title that says what the demonstration shows, taken from the first line of the configuration.
   */
  public String title() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Demonstration.class.getResourceAsStream("/io/dendrite/" + config),
                StandardCharsets.UTF_8))) {
      return lines.readLine().replaceFirst("^# *", "");
    }
  }

  /**
   * Writes the data files to a directory that is new, empty or from an earlier run, unless the
   * directory already has all of them.
   *
   * @throws IllegalArgumentException if the directory holds files that no earlier run has written
   * @throws IOException if a file cannot be written
   */
  public void writeFiles(HomeDirectory directory) throws IOException {
    String word = command.substring(0, (command + " ").indexOf(' '));
    String note = word + ".txt";
    String title = "Written by dendrite " + command + "; may be deleted as a whole.\n";
    String content =
        files.stream()
            .map(file -> file.name() + ": " + file.holds() + "\n")
            .collect(Collectors.joining("", title, ""));
    boolean free = directory.isFree();
    String before = free ? "" : directory.read(note);
    if (!free && !before.startsWith(title)) {
      throw new IllegalArgumentException(
          directory.typed()
              + " is there and is not from an earlier 'dendrite "
              + command
              + "'; name another directory with --dir");
    }
    if (!before.equals(content) || !holdsAll(directory)) {
      directory.write(note, text(title));
      for (GeneratedFile file : files) {
        directory.write(file.name(), file.bytes());
      }
      directory.write(note, text(content));
    }
  }

  private boolean holdsAll(HomeDirectory directory) throws IOException {
    for (GeneratedFile file : files) {
      if (!directory.has(file.name())) {
        return false;
      }
    }
    return true;
  }

  private static GeneratedFile.Content text(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The configuration with {@code directory} in place of {@code home}. */
  public TrainConfig trainConfig(HomeDirectory directory) {
    List<String> sets =
        places().map(key -> key + "=" + HomeDirectory.uri(path(key, directory))).toList();
    return TrainConfig.of(Settings.bundled(config, sets));
  }

  /** The keys of the configuration whose values are paths in {@code home}. */
  Stream<String> places() {
    Settings settings = Settings.bundled(config, List.of());
    return Stream.of("data.train", "data.test", "pretrain.data", "model.dir")
        .filter(key -> !settings.text(Keys.of(key)).isEmpty());
  }

  /** The path, in {@code directory}, of the file that the configuration names by {@code key}. */
  public String path(String key, HomeDirectory directory) {
    String named = Settings.bundled(config, List.of()).text(Keys.of(key));
    return directory.child(named.substring(home.length() + 1));
  }
}
