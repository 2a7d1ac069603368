package io.dendrite.input;

import io.dendrite.data.DataException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;

/** Lists and opens the files that a URI names. */
public final class InputFiles {
  private InputFiles() {}

  /** Thrown for a file in a file system that does not report the lengths of files. */
  static final class NoLengthException extends IOException {
    private static final long serialVersionUID = 1;

    NoLengthException(Path file) {
      super(file + " has no length");
    }
  }

  /**
   * Lists the data files that a URI names: a file, the files of a directory and all its
   * subdirectories, or the matches of a glob. The files are sorted by name; hidden files, whose
   * names start with {@code _} or {@code .}, are left out.
   *
   * @throws DataException if there are no such files
   */
  public static List<FileStatus> list(String key, String uri, Configuration conf)
      throws IOException {
    if (uri.isBlank()) {
      throw new DataException(key + " is empty; expected a file, a directory or a glob");
    }
    return Unreachable.named(key + " = " + uri, () -> listed(key, uri, conf));
  }

  private static List<FileStatus> listed(String key, String uri, Configuration conf)
      throws IOException {
    Path path = path(key, uri);
    FileSystem files = path.getFileSystem(conf);
    FileStatus[] found = found(key, uri, files, path);
    List<FileStatus> data = new ArrayList<>();
    for (FileStatus status : found == null ? new FileStatus[0] : found) {
      collect(files, status, data);
    }
    if (data.isEmpty()) {
      throw new DataException(
          key
              + " = "
              + uri
              + (found == null || found.length == 0
                  ? ": no such file or directory"
                  : ": no data files in it")
              + "; expected a file, a directory or a glob");
    }
    data.sort(Comparator.comparing(status -> status.getPath().toString()));
    return data;
  }

  /**
   * The files at a path. The path is taken literally if a file has this name; otherwise, the path
   * is taken as a glob.
   */
  private static FileStatus[] found(String key, String uri, FileSystem files, Path path)
      throws IOException {
    try {
      return new FileStatus[] {files.getFileStatus(path)};
    } catch (FileNotFoundException e) {
      return glob(key, uri, files, path);
    }
  }

  /** A glob that matches only the given file, for readers that treat every path as a glob. */
  static Path asGlob(Path file) {
    return new Path(file.toString().replaceAll("[\\\\*?\\[\\]{}^]", "\\\\$0"));
  }

  /** A Spark reader that treats paths literally, not as globs. */
  public static DataFrameReader literally(SparkSession spark) {
    return spark.read().option("__globPaths__", "false");
  }

  private static FileStatus[] glob(String key, String uri, FileSystem files, Path path)
      throws IOException {
    try {
      return files.globStatus(path);
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).startsWith("Illegal file pattern")) {
        throw e;
      }
      throw new DataException(
          key
              + " = "
              + uri
              + ": not a valid glob; expected each '[' and '{' closed, or a '\\' before one that is part"
              + " of a name",
          e);
    }
  }

  static Path path(String key, String uri) {
    try {
      return new Path(uri);
    } catch (IllegalArgumentException e) {
      throw new DataException(key + " = " + uri + " is not a path or URI: " + e.getMessage());
    }
  }

  private static void collect(FileSystem files, FileStatus status, List<FileStatus> data)
      throws IOException {
    if (status.isFile()) {
      if (status.getLen() < 0) {
        // An http: file system does not report the lengths of files, so its files cannot be split.
        throw new NoLengthException(status.getPath());
      }
      data.add(status);
      return;
    }
    for (FileStatus child : files.listStatus(status.getPath())) {
      String name = child.getPath().getName();
      if (!name.startsWith("_") && !name.startsWith(".")) {
        collect(files, child, data);
      }
    }
  }

  /**
   * Opens a file. If the file's name ends with {@code .gz}, the stream gives the unpacked bytes.
   */
  static InputStream open(Path path, Configuration conf) throws IOException {
    InputStream in = path.getFileSystem(conf).open(path, 1 << 16);
    if (!path.getName().endsWith(".gz")) {
      return in;
    }
    try {
      return new GZIPInputStream(in, 1 << 16);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /**
   * The first four bytes of a file after unpacking, or all bytes of a shorter file; empty if the
   * file cannot be unpacked.
   */
  static byte[] head(Path path, Configuration conf) throws IOException {
    try (InputStream in = open(path, conf)) {
      return in.readNBytes(4);
    } catch (EOFException | java.util.zip.ZipException e) {
      return new byte[0];
    }
  }

  /**
   * The number, counted from 1, of the line that starts at the given byte offset of the unpacked
   * file.
   */
  public static long lineAt(String file, long offset, Configuration conf) throws IOException {
    long line = 1;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = open(new Path(file), conf)) {
      for (long at = 0; at < offset; ) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, offset - at));
        if (n < 0) {
          break;
        }
        for (int i = 0; i < n; i++) {
          line += buffer[i] == '\n' ? 1 : 0;
        }
        at += n;
      }
    }
    return line;
  }
}
