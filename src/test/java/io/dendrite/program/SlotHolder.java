package io.dendrite.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/** Another job of the same application, which holds a task slot as long as a file is there. */
public final class SlotHolder implements SparkPlugin {
  /** The setting that names the file. */
  static final String FILE = "spark.dendrite.test.held";

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public Map<String, String> init(SparkContext spark, PluginContext context) {
        String file = spark.conf().get(FILE);
        Thread holder =
            new Thread(
                () -> {
                  await(file, true);
                  new JavaSparkContext(spark)
                      .parallelize(List.of(1), 1)
                      .foreach(any -> await(file, false));
                });
        holder.setDaemon(true);
        holder.start();
        return Map.of();
      }
    };
  }

  private static void await(String file, boolean there) {
    try {
      while (Files.exists(Path.of(file)) != there) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return null;
  }
}
