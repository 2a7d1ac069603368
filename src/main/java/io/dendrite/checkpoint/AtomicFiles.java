package io.dendrite.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Paths;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * One directory of a file system, with the few operations that a commit consists of. Names may be
 * paths below it.
 */
interface AtomicFiles {
  Set<String> OBJECT_STORES = Set.of("s3a", "gs", "abfs", "abfss", "wasb", "wasbs", "oss");

  /**
   * A file or directory; length in bytes, modification time in milliseconds by the file system's
   * own clock.
   */
  record Found(String name, boolean directory, long length, long modified) {}

  /** A file being written; it exists, whole, once {@code close} has returned. */
  abstract class Output extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public abstract void write(byte[] bytes, int from, int count) throws IOException;

    /** Forces what was written to the disks, where the file system can. */
    abstract void sync() throws IOException;

    /** Gives up without completing the file; a part of it may be left over. */
    abstract void abort() throws IOException;
  }

  /** The directory's path for messages; with a name, the path of that file. */
  String path(String name);

  /**
   * Creates the store's directory, or the directory {@code name} below it, with missing parents;
   * does nothing if it exists.
   */
  void makeDirectory(String name) throws IOException;

  /** The contents of the directory, or of one below it; empty if it does not exist. */
  List<Found> list(String name) throws IOException;

  Optional<Found> find(String name) throws IOException;

  InputStream open(String name) throws IOException;

  /** Creates a file that does not exist yet; fails if it does. */
  Output create(String name) throws IOException;

  /**
   * True if {@link #move} is one atomic step; if not, a file is published by creating it under its
   * last name.
   */
  boolean movesAtomically();

  /** Renames a file or directory; false if the new name is taken. */
  boolean move(String from, String to) throws IOException;

  /**
   * Creates a small file; false if it already exists. Where the file system allows it, nobody sees
   * a part of the file.
   */
  boolean createIfAbsent(String name, byte[] content, String temporary) throws IOException;

  /** Writes a small file, replacing the one there in one step. */
  void replace(String name, byte[] content, String temporary) throws IOException;

  /** Deletes a file, or a directory with all below it; one that is not there is no error. */
  void delete(String name) throws IOException;

  /** The directory at a Hadoop URI; it need not exist. */
  static AtomicFiles at(Path path, Configuration conf) throws IOException {
    FileSystem files = path.getFileSystem(conf);
    Path directory = files.makeQualified(path);
    String scheme = files.getUri().getScheme();
    if (scheme.equals("file")) {
      return new LocalFiles(Paths.get(directory.toUri().getPath()));
    }
    return OBJECT_STORES.contains(scheme)
        ? new ObjectFiles(files, directory)
        : new RenameFiles(files, directory, conf);
  }

  /** One line of text for an exception of a file system. */
  static String reason(Exception e) {
    if (e instanceof FileSystemException f && f.getReason() == null) {
      return f.getClass().getSimpleName().replace("Exception", "") + " " + f.getFile();
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
