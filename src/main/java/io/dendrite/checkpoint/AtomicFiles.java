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
 * A directory of a file system, with the few operations that are needed to save a checkpoint or a
 * model atomically. The methods take names or relative paths of files in this directory.
 */
interface AtomicFiles {
  Set<String> OBJECT_STORES = Set.of("s3a", "gs", "abfs", "abfss", "wasb", "wasbs", "oss");

  /**
   * A file or directory that exists. The component {@code length} is in bytes, and {@code modified}
   * is the modification time in milliseconds by the file system's own clock.
   */
  record Found(String name, boolean directory, long length, long modified) {}

  /** A file that is being written. When {@code close} has returned, the whole file exists. */
  abstract class Output extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public abstract void write(byte[] bytes, int from, int count) throws IOException;

    /** Forces the bytes written so far to the disks, if the file system is able to. */
    abstract void sync() throws IOException;

    /** Stops writing, and does not complete the file. A part of the file may remain. */
    abstract void abort() throws IOException;
  }

  /**
   * The path of the file {@code name} in this directory, for error messages. If the name is empty,
   * the path of this directory.
   */
  String path(String name);

  /**
   * Creates the directory {@code name} in this directory or, if the name is empty, this directory
   * itself. Missing parent directories are created too. Does nothing if the directory exists.
   */
  void makeDirectory(String name) throws IOException;

  /**
   * Lists the directory {@code name} in this directory or, if the name is empty, this directory
   * itself. The list is empty if the directory does not exist.
   */
  List<Found> list(String name) throws IOException;

  Optional<Found> find(String name) throws IOException;

  InputStream open(String name) throws IOException;

  /** Creates a new file; fails if a file of this name exists. */
  Output create(String name) throws IOException;

  /**
   * True if {@link #move} is one atomic step. If a move is not atomic, files are created under
   * their final names instead of being renamed.
   */
  boolean movesAtomically();

  /** Renames a file or directory. Returns false if a file or directory with the new name exists. */
  boolean move(String from, String to) throws IOException;

  /**
   * Creates a small file. Returns false if the file already exists. If the file system allows it,
   * readers never see a part of the file.
   */
  boolean createIfAbsent(String name, byte[] content, String temporary) throws IOException;

  /** Writes a small file. If a file of this name exists, it is replaced in one atomic step. */
  void replace(String name, byte[] content, String temporary) throws IOException;

  /**
   * Deletes a file, or a directory with all its contents. Does nothing if the file or directory
   * does not exist.
   */
  void delete(String name) throws IOException;

  /** The directory at a Hadoop URI. The directory need not exist. */
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

  /** The reason why a file system threw an exception, as one line of text. */
  static String reason(Exception e) {
    if (e instanceof FileSystemException f && f.getReason() == null) {
      return f.getClass().getSimpleName().replace("Exception", "") + " " + f.getFile();
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
