package io.dendrite.cli.demo;

import io.dendrite.config.Configs;
import io.dendrite.config.TrainConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The configurations of conf/examples, for tests. */
public final class ExampleConfigs {
  private ExampleConfigs() {}

  /**
   * A file of conf/examples with {@code key=value} settings on top, on its data, which are written
   * into a directory.
   */
  public static TrainConfig of(String name, Path directory, List<String> sets) throws IOException {
    Demonstration example = Examples.ALL.get(name);
    HomeDirectory home = new HomeDirectory(directory.toString(), new Configuration());
    example.writeFiles(home);
    List<String> all = new ArrayList<>();
    example.places().forEach(key -> all.add(key + "=" + example.path(key, home)));
    all.addAll(sets);
    return Configs.file(Path.of("conf", example.config()), all);
  }
}
