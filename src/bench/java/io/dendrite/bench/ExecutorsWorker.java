package io.dendrite.bench;

import io.dendrite.engine.Step;
import io.dendrite.explain.ScalingModel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;

/** A driver with some one-core executors on a cluster, and one run on them. */
public final class ExecutorsWorker {
  private final EngineRig rig;
  private final int steps;
  private List<Step> last;
  private ScalingModel model;

  private ExecutorsWorker(EngineRig rig, int steps) {
    this.rig = rig;
    this.steps = steps;
  }

  /**
   * Master; number of executors; image file; model directory; widths; batch; steps of a
   * measurement.
   */
  public static void main(String[] args) throws Exception {
    int executors = Integer.parseInt(args[1]);
    SparkSession session = ClusterSession.open(args[0], executors, "1800m");
    while (session.sparkContext().statusTracker().getExecutorInfos().length <= executors) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    int[] widths = Arrays.stream(args[4].split("-")).mapToInt(Integer::parseInt).toArray();
    int batch = Integer.parseInt(args[5]);
    int steps = Integer.parseInt(args[6]);
    List<String> settings = Bench.settings(widths, "sigmoid", args[2], batch, args[3]);
    try (EngineRig rig = new EngineRig(session, BenchSettings.config(settings))) {
      // Long jobs: the first are short.
      for (int i = 0; i < 3; i++) {
        rig.together(steps);
      }
      Worker.serve("", new ExecutorsWorker(rig, steps)::answer);
    }
    session.stop();
  }

  /** Seconds a step, as measured or as predicted. */
  private double answer(String what) {
    String[] words = what.split(" ");
    return switch (words[0]) {
      case "job" -> Overhead.together(rig, steps);
      case "allReduce" -> median(last = rig.together(steps));
      case "tree" -> Overhead.seconds(rig, Math.max(3, steps / 20));
      case "predictAllReduce" ->
          model().allReduce(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
      case "predictTree" -> model().tree(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
      default -> throw new IllegalArgumentException(what);
    };
  }

  private ScalingModel model() {
    if (model == null) {
      model = rig.scaling(last);
    }
    return model;
  }

  private static double median(List<Step> steps) {
    return Turns.median(steps.stream().mapToDouble(Step::seconds).toArray());
  }
}
