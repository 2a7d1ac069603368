package io.dendrite.run;

import io.dendrite.checkpoint.CheckpointStore;
import io.dendrite.checkpoint.Lease;
import io.dendrite.checkpoint.LeaseException;
import io.dendrite.config.TrainConfig;
import io.dendrite.data.DataException;
import io.dendrite.engine.TrainState;
import io.dendrite.model.Snapshot;
import io.dendrite.net.Net;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NotDirectoryException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ParentNotDirectoryException;

/**
 * Saves checkpoints of a run at the configured intervals, and keeps the newest checkpoints and the
 * best one. If {@code checkpoint.dir} is not set, no checkpoints are saved.
 */
final class Checkpointer implements AutoCloseable {
  private final CheckpointStore store;
  private final Lease lease;
  private final TrainConfig.Checkpoints config;
  private final RunListener listener;
  private long lastTry = System.nanoTime();
  private long triedStep = -1;
  private CheckpointStore.Loaded resumed;
  private CheckpointStore.Entry last;
  private Snapshot.Position position;
  private CheckpointStore.Entry best;

  /**
   * Names of the damaged checkpoints that are newer than the checkpoint from which the run resumed.
   */
  private final Set<String> damaged = new HashSet<>();

  private Checkpointer(
      CheckpointStore store, Lease lease, TrainConfig.Checkpoints config, RunListener listener) {
    this.store = store;
    this.lease = lease;
    this.config = config;
    this.listener = listener;
  }

  /**
   * Acquires the lease of {@code checkpoint.dir}, the right to write there alone. If {@code resume}
   * is true, also loads the newest valid checkpoint.
   *
   * @throws DataException if the directory holds checkpoints and {@code resume} is false
   * @throws IOException if another run holds the directory's lease, the directory cannot be read,
   *     or none of its checkpoints is valid
   */
  static Checkpointer open(
      TrainConfig.Checkpoints config, boolean resume, Configuration conf, RunListener listener)
      throws IOException {
    if (config.dir().isEmpty()) {
      if (resume) {
        throw new IllegalArgumentException(
            "--resume needs checkpoint.dir; set it to the directory of the run to go on with");
      }
      return new Checkpointer(null, null, config, listener);
    }
    Lease lease;
    try {
      lease = Lease.acquire(config.dir(), conf, listener::notice);
    } catch (LeaseException e) {
      throw e;
    } catch (IOException e) {
      throw unusable(config.dir(), e);
    }
    Checkpointer opened =
        new Checkpointer(new CheckpointStore(config.dir(), conf, lease), lease, config, listener);
    try {
      opened.start(resume);
      return opened;
    } catch (IOException | RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  /** The exception for a directory that cannot be read or written. */
  static IOException unusable(String dir, IOException e) {
    boolean file =
        e instanceof NotDirectoryException
            || e instanceof FileAlreadyExistsException
            || e instanceof org.apache.hadoop.fs.FileAlreadyExistsException
            || e instanceof ParentNotDirectoryException;
    String reason =
        file
            ? "it, or what it is in, is a file; expected a directory, new or existing"
            : String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new IOException("checkpoint.dir = " + dir + " cannot be used: " + reason, e);
  }

  private void start(boolean resume) throws IOException {
    store.sweep();
    int found = store.list().size();
    if (!resume) {
      if (found > 0) {
        throw new DataException(
            "checkpoint.dir = "
                + config.dir()
                + " holds "
                + found
                + " checkpoints of an earlier run; go on with --resume, or choose another directory");
      }
      return;
    }
    resumed = store.latest(listener::notice).orElse(null);
    if (resumed == null) {
      listener.notice(
          "checkpoint.dir = " + config.dir() + " holds no checkpoint: starting from scratch");
      return;
    }
    last = resumed.entry();
    store.list().stream()
        .dropWhile(entry -> !entry.equals(last))
        .skip(1)
        .forEach(entry -> damaged.add(entry.name()));
    position = Snapshot.position(resumed);
    best =
        store.list().stream()
            .filter(entry -> isBest(entry.step(), position))
            .findFirst()
            .orElse(null);
  }

  /** The checkpoint to resume from; null for a fresh start. */
  CheckpointStore.Loaded resumed() {
    return resumed;
  }

  /**
   * Drops the checkpoint that the run resumed from, so that the memory of its tensors can be used
   * again.
   */
  void forgetResumed() {
    resumed = null;
  }

  /**
   * Path of the last checkpoint that this run saved or, before the first save, of the checkpoint
   * that it resumed from; null if there is neither.
   */
  String lastPath() {
    return last == null ? null : last.path();
  }

  /**
   * The run's progress as recorded in the last checkpoint that was saved or resumed from; null if
   * there is no such checkpoint.
   */
  Snapshot.Position position() {
    return position;
  }

  /** Id of this run; empty if the run saves no checkpoints. */
  String runId() {
    return lease == null ? "" : lease.runId();
  }

  /**
   * True if {@link #save} is to be called after this step: a checkpoint is due, or this step is
   * already saved and may have become the best step.
   */
  boolean due(long steps, long stepsPerEpoch) {
    long interval = interval(stepsPerEpoch);
    return isSaved(steps) || overdue() || interval > 0 && steps % interval == 0;
  }

  /**
   * The next step after which a checkpoint is due; {@code Long.MAX_VALUE} if checkpoints are not
   * due by steps or epochs.
   */
  long next(long steps, long stepsPerEpoch) {
    long interval = interval(stepsPerEpoch);
    return interval > 0 ? (steps / interval + 1) * interval : Long.MAX_VALUE;
  }

  /** True if checkpoints are due by time and the next one is due now. */
  boolean overdue() {
    return store != null
        && config.every().unit().equals("seconds")
        && System.nanoTime() - lastTry >= config.every().count() * 1_000_000_000L;
  }

  /** Number of steps between two checkpoints; 0 if checkpoints are not due by steps or epochs. */
  private long interval(long stepsPerEpoch) {
    if (store == null) {
      return 0;
    }
    return switch (config.every().unit()) {
      case "steps" -> config.every().count();
      case "epochs" -> config.every().count() * stepsPerEpoch;
      default -> 0;
    };
  }

  /**
   * Saves a checkpoint, unless this step is already saved or an attempt to save it has failed.
   *
   * @param needed whether the run ends at this step and is to be resumed from it
   * @throws IOException if another run has taken over the directory's lease, or if saving failed,
   *     and either the checkpoint was needed or {@code checkpoint.onFailure} is stop
   */
  void save(
      Snapshot snapshot,
      Snapshot.Position now,
      Net net,
      TrainState state,
      List<String> slots,
      float[] bestParameters,
      boolean needed)
      throws IOException {
    if (store == null) {
      return;
    }
    if (isSaved(state.step)) {
      best = isBest(state.step, now) ? last : best;
      return;
    }
    if (state.step == triedStep && !needed) {
      return;
    }
    triedStep = state.step;
    try {
      last =
          store.save(
              state.step,
              snapshot.metadata(now, slots),
              snapshot.tensors(net, state, slots, bestParameters));
    } catch (LeaseException e) {
      throw e;
    } catch (IOException e) {
      if (needed || config.failureStops()) {
        throw new IOException(e.getMessage() + "; " + lastGood(), e);
      }
      listener.notice(
          e.getMessage()
              + "; the run goes on without it (checkpoint.onFailure = continue), "
              + lastGood());
      return;
    } finally {
      lastTry = System.nanoTime();
    }
    position = now;
    best = isBest(state.step, now) ? last : best;
    listener.saved(last.path());
    try {
      store.prune(config.keep(), best, damaged);
    } catch (LeaseException e) {
      throw e;
    } catch (IOException e) {
      listener.notice("older checkpoints could not be deleted: " + e.getMessage());
    }
  }

  private boolean isSaved(long step) {
    return last != null && last.step() == step;
  }

  /** True if validation found this step to be the best one so far; false before the first step. */
  private static boolean isBest(long step, Snapshot.Position at) {
    return step > 0 && step == at.bestStep();
  }

  private String lastGood() {
    if (last == null) {
      return "there is none before it";
    }
    try {
      if (!store.list().contains(last)) {
        return "the last good one, " + last.path() + ", is gone";
      }
    } catch (IOException e) {
      // Even if the checkpoints in the directory cannot be listed, the last checkpoint may still
      // exist.
    }
    return "the last good one is " + last.path() + ", from which --resume goes on";
  }

  /**
   * Removes the lease. If the lease cannot be removed, the user only gets a notice, since a lease
   * that is not renewed expires by itself.
   */
  @Override
  public void close() {
    if (lease == null) {
      return;
    }
    try {
      lease.close();
    } catch (IOException e) {
      listener.notice(
          "the lease of checkpoint.dir = "
              + config.dir()
              + " could not be removed and ends by itself within a minute: "
              + e.getMessage());
    }
  }
}
