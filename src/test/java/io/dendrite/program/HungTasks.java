package io.dendrite.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Tasks of one kind of work that hang, whoever interrupts them, as long as a file is there that
 * names the work as the tags of its jobs do.
 */
public final class HungTasks implements SparkPlugin {
  /** The setting that names the file. */
  static final String FILE = "spark.dendrite.test.hung";

  /** The file that tells of a task that hangs. */
  static Path met(Path file) {
    return file.resolveSibling(file.getFileName() + ".met");
  }

  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      private Path file;

      @Override
      public void init(PluginContext context, Map<String, String> none) {
        file = Path.of(context.conf().get(FILE));
      }

      @Override
      public void onTaskStart() {
        try {
          String tags = String.valueOf(TaskContext.get().getLocalProperty("spark.job.tags"));
          if (Files.exists(file) && tags.contains("dendrite-" + Files.readString(file) + "-")) {
            Files.writeString(met(file), tags);
            while (Files.exists(file)) {
              LockSupport.parkNanos(10_000_000);
            }
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }
}
