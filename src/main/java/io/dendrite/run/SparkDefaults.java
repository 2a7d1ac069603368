package io.dendrite.run;

import org.apache.spark.sql.SparkSession;

/**
 * Spark settings for a program that only runs Dendrite; each is applied only if the user has not
 * set it.
 */
public final class SparkDefaults {
  private SparkDefaults() {}

  /**
   * Applies the default of every setting that no system property sets; the Spark master is local if
   * no master is set.
   */
  public static void set(SparkSession.Builder builder) {
    unlessSet(builder, "spark.master", "local[*]");
    builder.config("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    // Class names become column names, and two class names may differ only in case.
    unlessSet(builder, "spark.sql.caseSensitive", "true");
    unlessSet(builder, "spark.ui.enabled", "false");
    unlessSet(builder, "spark.ui.showConsoleProgress", "false");
    // Numbers of tasks and partitions are computed from the executors that are present when the
    // program starts. The program therefore waits for all executors at its start, except under
    // dynamic allocation, where executors come and go as needed.
    if (!Boolean.getBoolean("spark.dynamicAllocation.enabled")) {
      unlessSet(builder, "spark.scheduler.minRegisteredResourcesRatio", "1.0");
    }
    // With Spark's own default, Spark's logs would show secrets such as fs.azure.account.key.*.
    unlessSet(
        builder,
        "spark.redaction.regex",
        "(?i)secret|password|passphrase|credential|token|(access|account|private|encryption)[._-]?key");
    // Broadcasts are not compressed, since weights look random to a compressor. On a cluster of two
    // executors, a step took 0.93 to 1.2 times as long with compression; this difference is small,
    // since runs with equal settings differed by factors of 0.5 to 1.2 (bin/bench cluster).
    unlessSet(builder, "spark.broadcast.compress", "false");
    // A task's result up to this size is sent to the driver in the message that the task has ended.
    // The driver fetches a larger result later, which is faster for large results. Spark's default
    // limit of 1 MiB was compared with a limit of 100 MiB in three runs on a cluster of two
    // executors. With the limit of 1 MiB, a step with 1.3 M parameters (5 MB) took 1.1 to 1.8 times
    // as long, and a step with 12 M parameters (48 MB) took 0.4 to 0.75 times as long. The limit is
    // therefore set between 5 MB and 48 MB.
    unlessSet(builder, "spark.task.maxDirectResultSize", "16m");
    // The tree reduction bounds the number of gradients that the driver collects, so no limit in
    // bytes is needed.
    unlessSet(builder, "spark.driver.maxResultSize", "0");
  }

  private static void unlessSet(SparkSession.Builder builder, String key, String value) {
    if (System.getProperty(key) == null) {
      builder.config(key, value);
    }
  }
}
