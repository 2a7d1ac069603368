package io.dendrite.cli.text;

import io.dendrite.engine.Step;
import io.dendrite.run.RunListener;
import io.dendrite.score.Metrics;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Shows the progress of a run on stderr: on a terminal as a bar that is redrawn, otherwise as one
 * line per epoch or every ten seconds.
 */
public final class Progress implements RunListener {
  /**
   * True if stderr is a terminal, as the launch script found out and set in {@code
   * DENDRITE_TERMINAL}.
   */
  public static final boolean TERMINAL = "true".equals(System.getenv("DENDRITE_TERMINAL"));

  private static final int BAR = 24;
  private static final int HOSTS = 10;
  private static final long LINE_NANOS = 10_000_000_000L;
  private static final long REDRAW_NANOS = 100_000_000L;

  private final PrintStream err = System.err;
  private List<String> machines = List.of();
  private RunInfo info;
  private long start;
  private long shown;
  private long stepsHere;
  private long rowsHere;
  private double smoothLoss = Double.NaN;
  private boolean drawn;

  @Override
  public void notice(String sentence) {
    clear();
    err.println("dendrite: " + Printable.of(sentence));
  }

  /**
   * Keeps the lines that describe machines until the run has started, so that a refused run prints
   * only the reason why it was refused.
   */
  @Override
  public void machines(List<String> hosts) {
    machines = hosts;
  }

  @Override
  public void started(RunInfo run) {
    info = run;
    start = System.nanoTime();
    shown = start;
    stepsHere = 0;
    rowsHere = 0;
    smoothLoss = Double.NaN;
    machines.stream().limit(HOSTS).map(Printable::of).forEach(err::println);
    if (machines.size() > HOSTS) {
      err.println("and " + (machines.size() - HOSTS) + " more hosts");
    }
    machines = List.of();
    err.println(
        String.format(
            Locale.ROOT,
            "%,d parameters, %,d rows to train, %,d to validate, %d partitions (%.1f MB cached), %,d steps an epoch, %s",
            run.parameters(),
            run.rows(),
            run.validationRows(),
            run.partitions(),
            run.cachedBytes() / 1e6,
            run.stepsPerEpoch(),
            run.engine()));
    if (run.firstStep() > 0) {
      err.println("going on after step " + run.firstStep());
    }
  }

  @Override
  public void step(Step step) {
    stepsHere++;
    rowsHere += step.rows();
    smoothLoss = Double.isNaN(smoothLoss) ? step.loss() : 0.95 * smoothLoss + 0.05 * step.loss();
    long now = System.nanoTime();
    if (TERMINAL && now - shown >= REDRAW_NANOS) {
      shown = now;
      draw(step);
    } else if (!TERMINAL && now - shown >= LINE_NANOS) {
      shown = now;
      err.println(status(step));
    }
  }

  @Override
  public void epoch(long epoch, double trainLoss, Metrics validation) {
    clear();
    shown = System.nanoTime();
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT, "%sepoch %d/%d  loss %.4f", network(), epoch, info.epochs(), trainLoss));
    if (validation != null) {
      line.append(String.format(Locale.ROOT, "  validation loss %.4f", validation.loss()));
      String best = validation.labels() != null ? "accuracy" : "rmse";
      line.append(String.format(Locale.ROOT, " %s %.4f", best, validation.get(best)));
    }
    // If all steps of the epoch were done before this run resumed, there is no rate to show.
    if (stepsHere > 0) {
      line.append(
          String.format(
              Locale.ROOT, "  %,.0f rows/s  left %s", rate(), left(epoch * info.stepsPerEpoch())));
    }
    err.println(line);
  }

  private void draw(Step step) {
    double done = step.number() / (double) (info.stepsPerEpoch() * info.epochs());
    int filled = (int) (done * BAR);
    err.print("\r\033[K[" + "#".repeat(filled) + "-".repeat(BAR - filled) + "] " + status(step));
    err.flush();
    drawn = true;
  }

  private void clear() {
    if (drawn) {
      err.print("\r\033[K");
      drawn = false;
    }
  }

  private String status(Step step) {
    return String.format(
        Locale.ROOT,
        "%sepoch %d/%d  step %,d  loss %.4f  %,.0f rows/s  left %s",
        network(),
        step.epoch() + 1,
        info.epochs(),
        step.number(),
        smoothLoss,
        rate(),
        left(step.number()));
  }

  /** Text that says which network of an ensemble is being trained. */
  private String network() {
    return info.members() == 1 ? "" : "network " + info.member() + "/" + info.members() + "  ";
  }

  private double rate() {
    return rowsHere / Math.max(1e-9, (System.nanoTime() - start) / 1e9);
  }

  private String left(long stepsDone) {
    double perStep = (System.nanoTime() - start) / 1e9 / Math.max(1, stepsHere);
    long steps = info.stepsPerEpoch() * info.epochs() * (info.members() - info.member() + 1);
    long seconds = Math.round(perStep * (steps - stepsDone));
    return seconds >= 3600
        ? String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }
}
