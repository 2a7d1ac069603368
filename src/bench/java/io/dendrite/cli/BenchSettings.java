package io.dendrite.cli;

import io.dendrite.train.TrainConfig;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * What benchmarks take from the command line's package: settings and sessions as users get them.
 */
public final class BenchSettings {
  private BenchSettings() {}

  /** The defaults with {@code key=value} settings on top. */
  public static TrainConfig config(List<String> sets) {
    return new ConfigReader(Settings.read(null, sets)).trainConfig();
  }

  /** A session with what {@code bin/dendrite train} sets. */
  public static SparkSession session() {
    return Sessions.open("bench");
  }
}
