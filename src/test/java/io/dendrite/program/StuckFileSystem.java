package io.dendrite.program;

import java.net.URI;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A store that never answers, whoever interrupts who asks. */
public final class StuckFileSystem extends RawLocalFileSystem {
  /** What a program says when it has asked. */
  static final String ASKED = "no answer from the store";

  @Override
  public String getScheme() {
    return "stuck";
  }

  @Override
  public URI getUri() {
    return URI.create("stuck:///");
  }

  @Override
  public FileStatus getFileStatus(Path file) {
    System.err.println(ASKED);
    while (true) {
      LockSupport.park();
    }
  }
}
