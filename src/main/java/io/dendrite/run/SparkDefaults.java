package io.dendrite.run;

import org.apache.spark.sql.SparkSession;

/** Spark's settings for a program whose only work is Dendrite's, where the user has set none. */
public final class SparkDefaults {
  private SparkDefaults() {}

  /** Sets those that no system property of their name sets; local mode if none names a master. */
  public static void set(SparkSession.Builder builder) {
    unlessSet(builder, "spark.master", "local[*]");
    builder.config("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    // Classes that differ only in case give columns that do.
    unlessSet(builder, "spark.sql.caseSensitive", "true");
    unlessSet(builder, "spark.ui.enabled", "false");
    unlessSet(builder, "spark.ui.showConsoleProgress", "false");
    // Tasks and partitions are counted by the executors of the start, which therefore waits for
    // all, but not for those that come and go as they are needed.
    if (!Boolean.getBoolean("spark.dynamicAllocation.enabled")) {
      unlessSet(builder, "spark.scheduler.minRegisteredResourcesRatio", "1.0");
    }
    // Spark's own would leave keys such as fs.azure.account.key.* in its logs.
    unlessSet(
        builder,
        "spark.redaction.regex",
        "(?i)secret|password|passphrase|credential|token|(access|account|private|encryption)[._-]?key");
    // Weights are as good as random to a compressor. On a cluster of two executors a step took 0.93
    // to 1.2 times as long with it, equal runs 0.5 to 1.2 times (bin/bench cluster).
    unlessSet(builder, "spark.broadcast.compress", "false");
    // A gradient comes straight with its task's end, which saves a fetch afterwards; a large one is
    // better fetched. With Spark's 1 MiB instead of 100 a step of 1.3 M parameters (5 MB) took 1.1
    // to 1.8 times as long in three runs there, one of 12 M (48 MB) 0.4 to 0.75 times: a limit
    // between the two.
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
