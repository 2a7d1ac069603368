package io.dendrite.checkpoint;

import java.io.IOException;

/**
 * Publishes one checkpoint: the file is written under a temporary name, synced, closed, read back,
 * and then renamed once to its final name.
 *
 * <p>In object stores, where a rename is not atomic, the file is written under its final name and
 * then read back. In these stores, a new object appears as a whole or not at all.
 */
record Commit(AtomicFiles files, Lease lease, CheckpointStore.Entry entry, String temporary) {

  private interface Action {
    void run() throws IOException;
  }

  void run(SafeTensorsImage image) throws IOException {
    attempt("creating the directory", () -> files.makeDirectory(""));
    if (isSaved()) {
      return;
    }
    String written = files.movesAtomically() ? temporary : entry.name();
    AtomicFiles.Output out = create(written);
    boolean closed = false;
    try {
      attempt("writing", () -> image.writeTo(out));
      attempt("syncing", out::sync);
      if (!files.movesAtomically()) {
        checkLease();
      }
      attempt("closing", out::close);
      closed = true;
      attempt("verifying", () -> CheckpointStore.verify(files, written, entry));
      if (files.movesAtomically()) {
        checkLease();
        attempt("renaming", this::rename);
      }
    } catch (IOException | RuntimeException | Error e) {
      cleanUp(out, closed, written, e);
      throw e;
    }
  }

  /**
   * True if the checkpoint that is to be saved exists already, with the same bytes. If a damaged
   * file has the checkpoint's name, the file is removed, since it can never be loaded.
   */
  private boolean isSaved() throws IOException {
    boolean[] saved = {false};
    attempt(
        "looking for an earlier copy",
        () -> {
          if (files.find(entry.name()).isEmpty()) {
            return;
          }
          try {
            CheckpointStore.verify(files, entry.name(), entry);
            saved[0] = true;
          } catch (DamagedFileException e) {
            checkLease();
            files.delete(entry.name());
          }
        });
    return saved[0];
  }

  private AtomicFiles.Output create(String written) throws IOException {
    AtomicFiles.Output[] out = new AtomicFiles.Output[1];
    attempt("creating the file", () -> out[0] = files.create(written));
    return out[0];
  }

  private void checkLease() throws IOException {
    if (lease != null) {
      attempt("checking the lease", lease::check);
    }
  }

  private void rename() throws IOException {
    if (!files.move(temporary, entry.name())) {
      CheckpointStore.verify(files, entry.name(), entry);
      files.delete(temporary);
    }
  }

  private void attempt(String step, Action action) throws IOException {
    try {
      action.run();
    } catch (LeaseException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(
          "cannot save the checkpoint of step %d to %s: %s failed: %s"
              .formatted(entry.step(), entry.path(), step, AtomicFiles.reason(e)),
          e);
    }
  }

  private void cleanUp(AtomicFiles.Output out, boolean closed, String written, Throwable primary) {
    try {
      if (!closed) {
        out.abort();
      }
    } catch (IOException | RuntimeException e) {
      primary.addSuppressed(e);
    }
    try {
      files.delete(written);
    } catch (IOException | RuntimeException e) {
      primary.addSuppressed(e);
    }
  }
}
