package io.dendrite.bench;

import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.sql.SparkSession;

/** Training of the published network in a Spark context of its own. */
public final class ScaleWorker {
  private static final int BATCH = 1000;
  private static final int STEPS = 5;

  private ScaleWorker() {}

  /** Master; image file; model directory; spark.memory.fraction. */
  public static void main(String[] args) throws Exception {
    Configurator.setRootLevel(Level.OFF);
    System.setProperty("spark.master", args[0]);
    System.setProperty("spark.memory.fraction", args[3]);
    SparkSession session = BenchSettings.session();
    List<String> sets = Bench.settings(Workbench.LARGE, "sigmoid", args[1], BATCH, args[2]);
    try (EngineRig rig = new EngineRig(session, BenchSettings.config(sets))) {
      Worker.serve(
          Double.toString(rig.onDisk()),
          what -> {
            long start = System.nanoTime();
            for (int i = 0; i < STEPS; i++) {
              rig.step();
            }
            return STEPS * BATCH * 1e9 / (System.nanoTime() - start);
          });
    }
    session.stop();
  }
}
