package io.dendrite.cli;

import io.dendrite.train.TrainConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Configurations for tests, read as a user's would be. */
public final class Configs {
  private Configs() {}

  /** The defaults with {@code key=value} settings on top. */
  public static TrainConfig of(List<String> sets) {
    return new ConfigReader(Settings.read(null, sets)).trainConfig();
  }

  /** A file with {@code key=value} settings on top. */
  public static TrainConfig file(Path file, List<String> sets) {
    return new ConfigReader(Settings.read(file, sets)).trainConfig();
  }

  /**
   * A file of conf/examples with {@code key=value} settings on top, on its data, which are written
   * into a directory.
   */
  public static TrainConfig example(String name, Path directory, List<String> sets)
      throws IOException {
    Demonstration example = Examples.ALL.get(name);
    HomeDirectory home = new HomeDirectory(directory.toString());
    example.writeFiles(home);
    List<String> all = new ArrayList<>();
    example.places().forEach(key -> all.add(key + "=" + example.path(key, home)));
    all.addAll(sets);
    return file(Path.of("conf", example.config()), all);
  }
}
