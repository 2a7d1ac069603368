package io.dendrite.bench;

import io.dendrite.config.TrainConfig;
import io.dendrite.program.StandaloneCluster;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.sql.SparkSession;

/** The session of a measuring JVM that has one-core executors on a cluster. */
final class ClusterSession {
  private ClusterSession() {}

  /**
   * Opens it.
   *
   * @param memory of each executor
   */
  static SparkSession open(String master, int executors, String memory) {
    Configurator.setRootLevel(Level.OFF);
    System.setProperty("spark.master", master);
    System.setProperty("spark.cores.max", Integer.toString(executors));
    System.setProperty("spark.executor.cores", "1");
    System.setProperty("spark.executor.memory", memory);
    System.setProperty(
        "spark.executor.extraClassPath",
        StandaloneCluster.home(ClusterSession.class)
            + ":"
            + StandaloneCluster.home(TrainConfig.class));
    return BenchSettings.session();
  }
}
