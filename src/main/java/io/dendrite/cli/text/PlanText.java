package io.dendrite.cli.text;

import io.dendrite.engine.StepTimes;
import io.dendrite.explain.ScalingModel;
import io.dendrite.memory.ByteSize;
import java.util.Locale;

/** Writes a {@link PlanResult} as text for people. */
public final class PlanText {
  private PlanText() {}

  public static String text(PlanResult p) {
    StepTimes t = p.times();
    PlanResult.Memory m = p.memory();
    boolean local = m.local();
    String vector = ByteSize.text(m.vectorBytes());
    TextTable out = TextTable.ofNames(1);
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
        "%,d rows in %d tasks, %s engine, median %s per step (8 of 10 steps took %s to %s)",
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
        p.allReduce() ? "%s, for other tasks and for messages" : "%s",
        time(t.scheduling()));
    line(
        out,
        local ? "heap" : "driver heap",
        "%s at least besides cached rows, of %s",
        ByteSize.text(m.driverBytes()),
        ByteSize.text(m.driverHeap()));
    if (!local) {
      cluster(out, p);
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
    return out.text();
  }

  /** Adds lines about the predicted time of a step on more executors. */
  private static void scaling(TextTable out, PlanResult p) {
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
        "up to %,d (all-reduce) and %,d (tree) executors: twice as many save less than a tenth of a step",
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

  private static void cluster(TextTable out, PlanResult p) {
    PlanResult.Executors e = p.executors();
    line(
        out,
        "executor heap",
        "%s at least besides cached rows, of %s",
        ByteSize.text(e.executorBytes()),
        ByteSize.text(e.executorHeap()));
    line(
        out,
        "  outside it",
        "%s for matrix products, %s",
        ByteSize.text(e.executorNativeBytes()),
        e.executorOverhead() > 0
            ? "of " + ByteSize.text(e.executorOverhead())
            : "not limited by this cluster manager");
    line(
        out,
        "results",
        p.allReduce() ? "%s a job, %s; a vector %s" : "%s a step, %s; a gradient %s",
        ByteSize.text(e.resultBytes()),
        e.resultLimit() > 0 ? "of " + ByteSize.text(e.resultLimit()) : "no limit",
        p.memory().vectorBytes() <= e.directResultLimit()
            ? "is sent with the end of its task"
            : "is fetched later, since it is above " + ByteSize.text(e.directResultLimit()));
  }

  private static void line(TextTable out, String name, String format, Object... values) {
    out.row(name, String.format(Locale.ROOT, format, values));
  }

  private static String time(double seconds) {
    return seconds < 1
        ? String.format(Locale.ROOT, "%.3g ms", 1e3 * seconds)
        : String.format(Locale.ROOT, "%,.1f s", seconds);
  }
}
