package io.dendrite.cli;

import io.dendrite.train.RunPlan;
import io.dendrite.train.StepTimes;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The plan of a run, for people and as JSON. */
final class PlanText {
  private PlanText() {}

  /** As a table. */
  static String text(RunPlan p) {
    StepTimes t = p.times();
    String vector = RunPlan.size(p.vectorBytes());
    StringBuilder out = new StringBuilder();
    line(
        out,
        "network",
        "%,d parameters (%s)%s",
        p.parameters(),
        vector,
        p.sparse() ? ", first inner product over sparse rows; parameters and gradients dense" : "");
    line(
        out,
        "data",
        "%,d rows to train (%s cached), %d partitions",
        p.rows(),
        RunPlan.size(p.cachedBytes()),
        p.partitions());
    line(out, "step", "%,d rows in %d tasks, %s", p.batch(), p.tasks(), time(p.stepSeconds()));
    line(
        out,
        "  broadcast",
        p.local() ? "%s handed over in memory, %s" : "%s to each executor, %s",
        vector,
        time(t.broadcast()));
    line(out, "  load", "%,d rows gathered and scaled, %s", p.batch(), time(t.load()));
    line(out, "  forward", "%.3g GFLOP, %s", p.forwardFlop() / 1e9, time(t.forward()));
    line(out, "  backward", "%.3g GFLOP, %s", p.backwardFlop() / 1e9, time(t.backward()));
    line(
        out,
        "  aggregate",
        p.local() ? "%d gradients of %s in memory, %s" : "%d gradients of %s to the driver, %s",
        p.gradients(),
        vector,
        time(t.aggregate()));
    line(out, "  update", "%s", time(t.update()));
    line(out, "  scheduling", "%s", time(t.scheduling()));
    line(
        out,
        p.local() ? "heap" : "driver heap",
        "%s at least, of %s",
        RunPlan.size(p.driverBytes()),
        RunPlan.size(p.driverHeap()));
    if (!p.local()) {
      line(
          out,
          "executor heap",
          "%s at least, of %s",
          RunPlan.size(p.executorBytes()),
          RunPlan.size(p.executorHeap()));
    }
    line(
        out,
        "time",
        "%,d steps an epoch, %s; %d epochs, %s (predicted from %d timed steps; without loading,"
            + " validation and checkpoints)",
        p.stepsPerEpoch(),
        time(p.epochSeconds()),
        p.epochs(),
        time(p.epochs() * p.epochSeconds()),
        p.timedSteps());
    return out.toString();
  }

  /** As names and values: bytes, FLOP a step, seconds. */
  static Map<String, Object> map(RunPlan p) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("parameters", p.parameters());
    map.put("sparse", p.sparse());
    map.put("rows", p.rows());
    map.put("cachedBytes", p.cachedBytes());
    map.put("partitions", p.partitions());
    map.put("batch", p.batch());
    map.put("tasks", p.tasks());
    map.put("forwardFlop", p.forwardFlop());
    map.put("backwardFlop", p.backwardFlop());
    map.put("vectorBytes", p.vectorBytes());
    map.put("gradients", p.gradients());
    map.put("driverBytes", p.driverBytes());
    map.put("driverHeap", p.driverHeap());
    map.put("executorBytes", p.executorBytes());
    map.put("executorHeap", p.executorHeap());
    map.put("local", p.local());
    map.put("stepSeconds", p.stepSeconds());
    map.put("timedSteps", p.timedSteps());
    StepTimes t = p.times();
    map.put("broadcastSeconds", t.broadcast());
    map.put("loadSeconds", t.load());
    map.put("forwardSeconds", t.forward());
    map.put("backwardSeconds", t.backward());
    map.put("aggregateSeconds", t.aggregate());
    map.put("updateSeconds", t.update());
    map.put("schedulingSeconds", t.scheduling());
    map.put("stepsPerEpoch", p.stepsPerEpoch());
    map.put("epochs", p.epochs());
    map.put("epochSeconds", p.epochSeconds());
    return map;
  }

  private static void line(StringBuilder out, String name, String format, Object... values) {
    out.append(String.format(Locale.ROOT, "%-14s", name))
        .append(String.format(Locale.ROOT, format, values))
        .append(System.lineSeparator());
  }

  private static String time(double seconds) {
    return seconds < 1
        ? String.format(Locale.ROOT, "%.3g ms", 1e3 * seconds)
        : String.format(Locale.ROOT, "%,.1f s", seconds);
  }
}
