package io.dendrite.run;

import org.apache.spark.sql.SparkSession;

/** Spark's settings for a program whose only work is Dendrite's, where the user has set none. */
public final class SparkDefaults {
  private SparkDefaults() {}

  /**
   * Sets every default for which no system property is set; the master is local if none is named.
   */
  public static void set(SparkSession.Builder builder) {
    unlessSet(builder, "spark.master", "local[*]");
    builder.config("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    // Classes whose names differ only in case become columns whose names do, too.
    unlessSet(builder, "spark.sql.caseSensitive", "true");
    unlessSet(builder, "spark.ui.enabled", "false");
    unlessSet(builder, "spark.ui.showConsoleProgress", "false");
    // Tasks and partitions are derived from the executors present at the start. So the start waits
    // for all executors, but not where they come and go as needed.
    if (!Boolean.getBoolean("spark.dynamicAllocation.enabled")) {
      unlessSet(builder, "spark.scheduler.minRegisteredResourcesRatio", "1.0");
    }
    // Spark's own default would show keys such as fs.azure.account.key.* in its logs.
    unlessSet(
        builder,
        "spark.redaction.regex",
        "(?i)secret|password|passphrase|credential|token|(access|account|private|encryption)[._-]?key");
    // To a compressor, weights look random. On a cluster of two executors, a step took 0.93 to 1.2
    // times as long with compression, while equal runs differed by factors of 0.5 to 1.2 (bin/bench
    // cluster).
    unlessSet(builder, "spark.broadcast.compress", "false");
    // A gradient arrives with the end of its task, which saves a later fetch; a large one is better
    // fetched. In three runs on that cluster, with Spark's 1 MiB instead of 100 MiB, a step with
    // 1.3 M parameters (5 MB) took 1.1 to 1.8 times as long, and one with 12 M (48 MB) 0.4 to 0.75
    // times. So the limit lies between the two.
    unlessSet(builder, "spark.task.maxDirectResultSize", "16m");
    // Gradients are collected by the driver; their number is bounded by the tree, not by a byte
    // limit.
    unlessSet(builder, "spark.driver.maxResultSize", "0");
  }

  private static void unlessSet(SparkSession.Builder builder, String key, String value) {
    if (System.getProperty(key) == null) {
      builder.config(key, value);
    }
  }
}
