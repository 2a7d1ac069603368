package io.dendrite.bench;

import io.dendrite.config.Settings;
import io.dendrite.config.TrainConfig;
import io.dendrite.run.SparkDefaults;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** What benchmarks run with: settings and sessions as users get them. */
public final class BenchSettings {
  private BenchSettings() {}

  /** The defaults with {@code key=value} settings on top. */
  public static TrainConfig config(List<String> sets) {
    return TrainConfig.of(Settings.read(null, sets));
  }

  /** A session with what {@code bin/dendrite train} sets. */
  public static SparkSession session() {
    SparkSession.Builder builder = SparkSession.builder().appName("Dendrite bench");
    SparkDefaults.set(builder);
    return builder.getOrCreate();
  }
}
