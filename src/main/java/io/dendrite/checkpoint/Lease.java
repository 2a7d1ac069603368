package io.dendrite.checkpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The right of one run to write into a directory. The right is recorded in the file {@code
 * _lease.json}, the lease file, which the run renews (writes again) every 10 s.
 *
 * <p>A lease is stale if the lease file has not been renewed for 60 s by the clock of the file
 * system. (The clocks of two hosts need not agree.) A lease is also stale if the process that holds
 * it ran on this host and has ended. To take over a stale lease, a run renames the lease file; of
 * several runs that try, only one can do this. The run then checks the content of the renamed file
 * again, and creates a new lease file, which fails if another run has created one first.
 */
public final class Lease implements AutoCloseable {
  static final String NAME = "_lease.json";
  static final long STALE_MILLIS = 60_000;
  private static final long RENEW_SECONDS = 10;
  private static final int LARGEST_FILE = 1 << 16;
  private static final int ATTEMPTS = 5;

  private final AtomicFiles files;
  private final LeaseHolder holder;
  private final ScheduledExecutorService renewal;

  private Lease(AtomicFiles files, LeaseHolder holder) {
    this.files = files;
    this.holder = holder;
    this.renewal =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "dendrite-lease");
              thread.setDaemon(true);
              return thread;
            });
    renewal.scheduleWithFixedDelay(
        this::renewOrRetryLater, RENEW_SECONDS, RENEW_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Acquires the lease of a directory. The directory is created if it does not exist.
   *
   * @param uri the directory, on any Hadoop file system
   * @param notice receives a sentence for the user when a stale lease is taken over
   * @throws LeaseException if a live run holds the lease
   */
  public static Lease acquire(String uri, Configuration conf, Consumer<String> notice)
      throws IOException {
    return acquire(AtomicFiles.at(new Path(uri), conf), notice);
  }

  static Lease acquire(AtomicFiles files, Consumer<String> notice) throws IOException {
    files.makeDirectory("");
    LeaseHolder self = LeaseHolder.self();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<AtomicFiles.Found> file = files.find(NAME);
      if (file.isEmpty()) {
        if (create(files, self)) {
          return new Lease(files, self);
        }
        continue;
      }
      Optional<LeaseHolder> other = read(files, NAME);
      if (isHeldBy(self, other)) {
        return new Lease(files, self);
      }
      long age = now(files, self) - file.get().modified();
      refuseIfLive(files, other, age);
      if (moveAside(files, self, other)) {
        notice.accept(
            "The lease %s of %s was stale (last renewed %d s ago%s); this run has taken it over."
                .formatted(files.path(NAME), name(other), age / 1000, deadText(other)));
      }
    }
    throw new LeaseException(
        files.path(NAME) + ": other runs are taking this directory's lease at this moment");
  }

  private static void refuseIfLive(AtomicFiles files, Optional<LeaseHolder> other, long age)
      throws LeaseException {
    if (age < STALE_MILLIS && !other.map(LeaseHolder::isDead).orElse(false)) {
      throw new LeaseException(
          ("%s is in use by %s, which renewed its lease %d s ago; stop that run, wait %d s if it is"
                  + " gone, or choose another directory")
              .formatted(files.path(""), name(other), age / 1000, STALE_MILLIS / 1000));
    }
  }

  private static String name(Optional<LeaseHolder> other) {
    return other
        .map(o -> "run %s (host %s, pid %d)".formatted(o.runId(), o.host(), o.pid()))
        .orElse("a run whose lease is not readable yet");
  }

  private static String deadText(Optional<LeaseHolder> other) {
    return other.map(LeaseHolder::isDead).orElse(false) ? ", its process has ended" : "";
  }

  /** Creates the lease file. Returns false if another run created the lease file first. */
  private static boolean create(AtomicFiles files, LeaseHolder self) throws IOException {
    try {
      return files.createIfAbsent(NAME, self.json(), TemporaryName.of(self.runId(), "new" + NAME))
          && isHeldBy(self, read(files, NAME));
    } catch (IOException e) {
      throw new IOException(
          "cannot create the lease " + files.path(NAME) + ": " + AtomicFiles.reason(e), e);
    }
  }

  private static boolean isHeldBy(LeaseHolder run, Optional<LeaseHolder> holder) {
    return holder.map(h -> h.runId().equals(run.runId())).orElse(false);
  }

  /** Removes a stale lease file. Returns false if another run removed the lease file first. */
  private static boolean moveAside(AtomicFiles files, LeaseHolder self, Optional<LeaseHolder> stale)
      throws IOException {
    if (!files.movesAtomically()) {
      files.delete(NAME);
      return true;
    }
    String aside = TemporaryName.of(self.runId(), "stale" + NAME);
    try {
      files.move(NAME, aside);
    } catch (FileNotFoundException e) {
      return false;
    }
    if (!read(files, aside).map(LeaseHolder::runId).equals(stale.map(LeaseHolder::runId))) {
      if (!files.move(aside, NAME)) {
        files.delete(aside);
      }
      return false;
    }
    files.delete(aside);
    return true;
  }

  /**
   * The run that a lease file names as the holder; empty if the lease file does not exist or is
   * still being written.
   */
  private static Optional<LeaseHolder> read(AtomicFiles files, String name) throws IOException {
    try (InputStream in = files.open(name)) {
      return Optional.of(LeaseHolder.parse(in.readNBytes(LARGEST_FILE), files.path(name)));
    } catch (FileNotFoundException | DamagedFileException e) {
      return Optional.empty();
    }
  }

  /**
   * The current time by the file system's clock, in milliseconds: the modification time of a file
   * that is written for this purpose.
   */
  private static long now(AtomicFiles files, LeaseHolder self) throws IOException {
    String probe = TemporaryName.of(self.runId(), "clock");
    files.replace(probe, self.json(), TemporaryName.of(self.runId(), "clock2"));
    try {
      return files
          .find(probe)
          .map(AtomicFiles.Found::modified)
          .orElseThrow(() -> new FileNotFoundException(files.path(probe) + " has disappeared"));
    } finally {
      files.delete(probe);
    }
  }

  /** Id of the run that holds the lease: 16 hexadecimal digits, different in every run. */
  public String runId() {
    return holder.runId();
  }

  /**
   * Checks that this run still holds the lease.
   *
   * @throws LeaseException if another run has taken over the lease, so that this run must publish
   *     nothing more
   * @throws IOException if the lease file cannot be read or was deleted; another run may have held
   *     the lease in the meantime, so that this run must publish nothing more
   */
  public void check() throws IOException {
    Optional<LeaseHolder> now = read(files, NAME);
    if (now.isEmpty() && files.find(NAME).isEmpty()) {
      throw new FileNotFoundException("somebody has deleted this run's " + files.path(NAME));
    }
    if (!isHeldBy(holder, now)) {
      throw new LeaseException(
          "this run (%s) has lost its lease %s to %s; it must not write there any more"
              .formatted(runId(), files.path(NAME), name(now)));
    }
  }

  void renew() throws IOException {
    check();
    files.replace(NAME, holder.renewedNow().json(), TemporaryName.of(runId(), "renewed" + NAME));
  }

  /**
   * Renews the lease. A failed renewal is ignored, since the next {@link #check} asks the file
   * system again.
   */
  private void renewOrRetryLater() {
    try {
      renew();
    } catch (LeaseException e) {
      renewal.shutdown();
    } catch (IOException | RuntimeException e) {
      return;
    }
  }

  /** Stops renewing the lease, and removes the lease file if this run still holds the lease. */
  @Override
  public void close() throws IOException {
    renewal.shutdown();
    try {
      renewal.awaitTermination(RENEW_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (isHeldBy(holder, read(files, NAME))) {
      files.delete(NAME);
    }
  }
}
