package io.dendrite.cli.text;

import io.dendrite.engine.StepTimes;
import io.dendrite.explain.RunPlan;
import io.dendrite.explain.ScalingModel;
import io.dendrite.memory.ByteSize;
import io.dendrite.memory.MemoryGiven;
import io.dendrite.memory.MemoryNeed;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The plan of a run, for people and as JSON. */
public final class PlanText {
  private PlanText() {}

  /** As a table. */
  public static String text(RunPlan p) {
    StepTimes t = p.times();
    MemoryNeed m = p.memory();
    boolean local = m.given().local();
    String vector = ByteSize.text(m.vector());
    StringBuilder out = new StringBuilder();
    p.machines().forEach(machine -> line(out, "computes on", "%s", machine));
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
        ByteSize.text(p.cachedBytes()),
        p.partitions());
    line(
        out,
        "step",
        "%,d rows in %d tasks, %s engine, %s (most steps %s to %s)",
        p.batch(),
        p.tasks(),
        p.allReduce() ? "all-reduce" : "tree",
        time(p.stepSeconds()),
        time(p.fastSeconds()),
        time(p.slowSeconds()));
    line(
        out,
        "  broadcast",
        local
            ? "%s handed over in memory, %s"
            : p.allReduce()
                ? "%s to each executor before a job, not in it: %s"
                : "%s to each executor, %s",
        vector,
        time(t.broadcast()));
    line(out, "  load", "%,d rows gathered and scaled, %s", p.batch(), time(t.load()));
    line(out, "  forward", "%.3g GFLOP, %s", p.forwardFlop() / 1e9, time(t.forward()));
    line(out, "  backward", "%.3g GFLOP, %s", p.backwardFlop() / 1e9, time(t.backward()));
    if (p.allReduce() && !local) {
      line(out, "  aggregate", "slices of %s between executors, %s", vector, time(t.aggregate()));
    } else {
      line(
          out,
          "  aggregate",
          local ? "%d gradients of %s in memory, %s" : "%d gradients of %s to the driver, %s",
          m.results(),
          vector,
          time(t.aggregate()));
    }
    line(out, "  update", "%s", time(t.update()));
    line(
        out,
        p.allReduce() ? "  waiting" : "  scheduling",
        p.allReduce() ? "%s, for one another and for messages" : "%s",
        time(t.scheduling()));
    line(
        out,
        local ? "heap" : "driver heap",
        "%s at least besides cached rows, of %s",
        ByteSize.text(m.driverBytes()),
        ByteSize.text(m.given().driverHeap()));
    if (!local) {
      cluster(out, m, p.allReduce());
    }
    line(
        out,
        "time",
        "%,d steps an epoch, %s; %d epochs%s, %s (predicted from %d timed steps; without loading,"
            + " pre-training, validation and checkpoints)",
        p.stepsPerEpoch(),
        time(p.epochSeconds()),
        p.epochs(),
        p.networks() == 1 ? "" : " of " + p.networks() + " networks",
        time(p.networks() * p.epochs() * p.epochSeconds()),
        p.timedSteps());
    scaling(out, p);
    return out.toString();
  }

  /** What more executors would bring. */
  private static void scaling(StringBuilder out, RunPlan p) {
    ScalingModel model = p.scaling();
    int tasks = model.tasksPerExecutor();
    line(
        out,
        "scaling",
        "a step by the all-reduce and by the tree engine on executors of %d %s each",
        tasks,
        tasks == 1 ? "task" : "tasks");
    for (int executors = 1; executors <= ScalingModel.MOST; executors *= 2) {
      line(
          out,
          String.format(Locale.ROOT, "%,13d", executors),
          "%10s %,11.0f rows/s  %10s %,9.0f rows/s",
          time(model.allReduce(executors)),
          p.batch() / model.allReduce(executors),
          time(model.tree(executors)),
          p.batch() / model.tree(executors));
    }
    line(
        out,
        "  worth it",
        "up to %,d (all-reduce) and %,d (tree): then twice as many save less than a tenth of a step",
        ScalingModel.stops(model::allReduce),
        ScalingModel.stops(model::tree));
    line(
        out,
        "  by",
        "%s for the messages of a step between two executors, %s for each further one, %s/s (%s);"
            + " %s for a Spark job, %s for each task, %s/s (predicted; src/site/markdown/clusters.md has the formulas)",
        time(model.network().exchange()),
        time(3 * model.network().message()),
        ByteSize.text((long) model.network().bytesPerSecond()),
        model.network().between(),
        time(model.jobs().job()),
        time(model.jobs().task()),
        ByteSize.text((long) model.jobs().bytesPerSecond()));
  }

  private static void cluster(StringBuilder out, MemoryNeed m, boolean allReduce) {
    MemoryGiven given = m.given();
    line(
        out,
        "executor heap",
        "%s at least besides cached rows, of %s",
        ByteSize.text(m.taskBytes()),
        ByteSize.text(given.executorHeap()));
    line(
        out,
        "  outside it",
        "%s for matrix products, %s",
        ByteSize.text(m.nativeBytes()),
        given.executorOverhead() > 0
            ? "of " + ByteSize.text(given.executorOverhead())
            : "not limited by this cluster manager");
    line(
        out,
        "results",
        allReduce ? "%s a job, %s; a vector %s" : "%s a step, %s; a gradient %s",
        ByteSize.text(m.resultBytes()),
        given.results() > 0 ? "of " + ByteSize.text(given.results()) : "no limit",
        m.vector() <= given.directResult()
            ? "comes with its task's end"
            : "is fetched, being above " + ByteSize.text(given.directResult()));
  }

  /** As names and values: bytes, FLOP a step, seconds. */
  public static Map<String, Object> map(RunPlan p) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("machines", p.machines());
    map.put("parameters", p.parameters());
    map.put("sparse", p.sparse());
    map.put("rows", p.rows());
    map.put("cachedBytes", p.cachedBytes());
    map.put("partitions", p.partitions());
    map.put("batch", p.batch());
    map.put("allReduce", p.allReduce());
    map.put("tasks", p.tasks());
    map.put("forwardFlop", p.forwardFlop());
    map.put("backwardFlop", p.backwardFlop());
    MemoryNeed m = p.memory();
    MemoryGiven given = m.given();
    map.put("local", given.local());
    map.put("vectorBytes", m.vector());
    map.put("results", m.results());
    map.put("driverBytes", m.driverBytes());
    map.put("driverHeap", given.driverHeap());
    if (!given.local()) {
      map.put("executorBytes", m.taskBytes());
      map.put("executorHeap", given.executorHeap());
      map.put("executorNativeBytes", m.nativeBytes());
      map.put("executorOverhead", given.executorOverhead());
      map.put("resultBytes", m.resultBytes());
      map.put("resultLimit", given.results());
      map.put("directResultLimit", given.directResult());
    }
    map.put("stepSeconds", p.stepSeconds());
    map.put("fastSeconds", p.fastSeconds());
    map.put("slowSeconds", p.slowSeconds());
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
    map.put("networks", p.networks());
    map.put("epochSeconds", p.epochSeconds());
    ScalingModel model = p.scaling();
    map.put("scaling", model);
    for (int executors = 1; executors <= 1024; executors *= 2) {
      map.put("allReduceSeconds" + executors, model.allReduce(executors));
      map.put("treeSeconds" + executors, model.tree(executors));
    }
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
