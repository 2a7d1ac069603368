package io.dendrite.cli;

import java.util.Timer;
import java.util.TimerTask;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Spark sessions for commands, and what they would make of their settings. */
final class Sessions {
  /** Of the one session that a command has. */
  static final FailedTasks FAILED_TASKS = new FailedTasks();

  /** A master that takes longer to answer is told, as it may be none. */
  private static final long SILENT_MILLIS = 10_000;

  private Sessions() {}

  /**
   * A session with the settings of spark-submit or the launch script; in local mode if they name no
   * master.
   */
  static SparkSession open(String name) {
    SparkSession.Builder builder = SparkSession.builder().appName("Dendrite " + name);
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
    Timer waiting = new Timer(true);
    waiting.schedule(
        new TimerTask() {
          @Override
          public void run() {
            String master = System.getProperty("spark.master", "local[*]");
            System.err.println("dendrite: waiting for Spark at " + Printable.of(master));
          }
        },
        SILENT_MILLIS);
    try {
      SparkSession session = builder.getOrCreate();
      session.sparkContext().addSparkListener(FAILED_TASKS);
      return session;
    } catch (Exception e) { // Scala code throws checked exceptions without declaring them.
      if (String.valueOf(e.getMessage()).startsWith("Could not parse Master URL")) {
        throw new UsageException(
            "--master is '%s'; expected local[N], local[*], spark://HOST:PORT, yarn or k8s://URL"
                .formatted(System.getProperty("spark.master")));
      }
      throw e;
    } finally {
      waiting.cancel();
    }
  }

  /** Hadoop's configuration with {@code --conf spark.hadoop.*}, as a session would make it. */
  static Configuration hadoop() {
    String prefix = "spark.hadoop.";
    Configuration conf = new Configuration();
    for (scala.Tuple2<String, String> setting : new SparkConf().getAll()) {
      if (setting._1().startsWith(prefix)) {
        conf.set(setting._1().substring(prefix.length()), setting._2());
      }
    }
    return conf;
  }

  private static void unlessSet(SparkSession.Builder builder, String key, String value) {
    if (System.getProperty(key) == null) {
      builder.config(key, value);
    }
  }
}
