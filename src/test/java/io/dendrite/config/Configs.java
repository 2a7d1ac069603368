package io.dendrite.config;

import java.nio.file.Path;
import java.util.List;

/** Configurations for tests, read as a user's would be. */
public final class Configs {
  private Configs() {}

  /** The defaults with {@code key=value} settings on top. */
  public static TrainConfig of(List<String> sets) {
    return TrainConfig.of(Settings.read(null, sets));
  }

  /** A file with {@code key=value} settings on top. */
  public static TrainConfig file(Path file, List<String> sets) {
    return TrainConfig.of(Settings.read(file, sets));
  }
}
