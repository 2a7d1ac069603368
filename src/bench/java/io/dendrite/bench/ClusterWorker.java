package io.dendrite.bench;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.apache.spark.sql.SparkSession;

/** A driver with one-core executors of its own on a cluster. */
public final class ClusterWorker {
  /** Networks with many parameters for their rows. */
  static final Map<String, int[]> SIZES = new LinkedHashMap<>();

  static {
    SIZES.put("1.3M", new int[] {784, 1000, 500, 10});
    SIZES.put("12M", Workbench.LARGE);
  }

  private static final int SHORT = 100;
  private static final int LONG = 12;

  private ClusterWorker() {}

  /** Master; image file; model directory; settings of Spark, with commas between. */
  public static void main(String[] args) throws Exception {
    for (String setting : args[3].split(",")) {
      if (!setting.isEmpty()) {
        System.setProperty(setting.split("=")[0], setting.split("=")[1]);
      }
    }
    SparkSession session = ClusterSession.open(args[0], 2, "1500m");
    PlainSpark spark = new PlainSpark(session);
    Map<String, EngineRig> rigs = new HashMap<>();
    rigs.put("tiny", rig(session, new int[] {784, 100, 10}, args));
    for (Map.Entry<String, int[]> size : SIZES.entrySet()) {
      rigs.put(size.getKey(), rig(session, size.getValue(), args));
    }
    Worker.serve("", what -> answer(what, spark, rigs));
    session.stop();
  }

  private static double answer(String what, PlainSpark spark, Map<String, EngineRig> rigs) {
    if (what.equals("empty")) {
      return median(SHORT, () -> spark.emptyJob(1));
    }
    if (what.startsWith("plain ")) {
      float[] vector = Gemm.random(Workbench.parameters(SIZES.get(what.substring(6))));
      return median(LONG, () -> spark.broadcastAndAggregate(vector, 1));
    }
    return median(what.equals("tiny") ? SHORT : LONG, () -> Overhead.seconds(rigs.get(what), 1));
  }

  /** The median of so many times, after as many to warm up. */
  private static double median(int times, DoubleSupplier seconds) {
    double[] found = new double[times];
    for (int i = -times; i < times; i++) {
      found[Math.max(0, i)] = seconds.getAsDouble();
    }
    return Turns.median(found);
  }

  private static EngineRig rig(SparkSession session, int[] widths, String[] args) throws Exception {
    return new EngineRig(
        session, BenchSettings.config(Bench.settings(widths, "relu", args[1], 2, args[2])));
  }
}
