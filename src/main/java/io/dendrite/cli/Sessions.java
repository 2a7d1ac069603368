package io.dendrite.cli;

import io.dendrite.cli.text.Printable;
import io.dendrite.run.SparkDefaults;
import java.util.Timer;
import java.util.TimerTask;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;

/**
 * Opens the Spark session of a command of the command line, and builds the Hadoop configuration
 * that the session would have. The class is a picocli mixin that has no options.
 */
@Command
public final class Sessions {
  /** The name by which commands refer to this mixin. */
  static final String MIXIN = "sessions";

  /** The failed tasks of the command's Spark session. */
  final FailedTasks failedTasks = new FailedTasks();

  /**
   * Time in milliseconds after which a message names a Spark master that has not answered, since
   * the master may not exist.
   */
  private static final long SILENT_MILLIS = 10_000;

  /**
   * Opens a session with the settings of spark-submit or the launch script; in local mode if the
   * settings name no master.
   */
  SparkSession open(String name) {
    SparkSession.Builder builder = SparkSession.builder().appName("Dendrite " + name);
    SparkDefaults.set(builder);
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
      session.sparkContext().addSparkListener(failedTasks);
      return session;
    } catch (Exception e) { // Scala code throws checked exceptions without declaring them.
      if (String.valueOf(e.getMessage()).startsWith("Could not parse Master URL")) {
        throw new IllegalArgumentException(
            "--master is '%s'; expected local[N], local[*], spark://HOST:PORT, yarn or k8s://URL"
                .formatted(System.getProperty("spark.master")));
      }
      throw e;
    } finally {
      waiting.cancel();
    }
  }

  /**
   * Hadoop's configuration with the settings {@code --conf spark.hadoop.*}, as a Spark session
   * would build it.
   */
  public static Configuration hadoop() {
    String prefix = "spark.hadoop.";
    Configuration conf = new Configuration();
    for (scala.Tuple2<String, String> setting : new SparkConf().getAll()) {
      if (setting._1().startsWith(prefix)) {
        conf.set(setting._1().substring(prefix.length()), setting._2());
      }
    }
    return conf;
  }
}
