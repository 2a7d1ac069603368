package io.dendrite.cli.demo;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;

/**
 * The directory that holds a demonstration's files, on this machine or on any Hadoop file system.
 *
 * @param typed path on this machine, or URI, as the user wrote it
 * @param conf Hadoop configuration for access to the directory
 */
public record HomeDirectory(String typed, Configuration conf) {
  private static final int BUFFER = 1 << 16;

  /** Refuses an empty path, such as the value of a shell variable that is not set. */
  public HomeDirectory {
    if (typed.isBlank()) {
      throw new IllegalArgumentException("--dir is empty; expected a directory");
    }
  }

  /** The path of a file in the directory, as a path or a URI like the directory itself. */
  public String child(String name) {
    return typed.replaceFirst("/+$", "") + "/" + name;
  }

  /**
   * Turns a path or URI into a URI; a path gets the scheme {@code file}, since Hadoop's default
   * file system may be a cluster's.
   */
  static String uri(String typed) {
    return typed.matches("[a-zA-Z][a-zA-Z0-9+.-]*:/.*")
        ? typed
        : "file://" + Path.of(typed).toAbsolutePath().normalize();
  }

  private static org.apache.hadoop.fs.Path path(String typed) {
    return new org.apache.hadoop.fs.Path(uri(typed));
  }

  /**
   * The Hadoop file system of the directory; the file system of this machine is set to write no
   * checksum files.
   */
  private FileSystem files() throws IOException {
    FileSystem files = FileSystem.get(path(typed).toUri(), conf);
    return files instanceof LocalFileSystem local ? local.getRaw() : files;
  }

  /** True if the directory does not exist or is empty. */
  boolean isFree() throws IOException {
    org.apache.hadoop.fs.Path path = path(typed);
    return !files().exists(path)
        || files().getFileStatus(path).isDirectory() && files().listStatus(path).length == 0;
  }

  boolean has(String name) throws IOException {
    return files().exists(path(child(name)));
  }

  /** The text of a file in the directory; empty if there is no such file. */
  String read(String name) throws IOException {
    try (InputStream in = files().open(path(child(name)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (FileNotFoundException e) {
      return "";
    }
  }

  /** Writes a file under a temporary name, then renames it; creates the directory if necessary. */
  void write(String name, GeneratedFile.Content content) throws IOException {
    org.apache.hadoop.fs.Path aside = path(child(".new-" + name));
    org.apache.hadoop.fs.Path last = path(child(name));
    FileSystem files = files();
    try (OutputStream out = new BufferedOutputStream(files.create(aside, true), BUFFER)) {
      content.write(out);
    }
    files.delete(last, false);
    if (!files.rename(aside, last)) {
      throw new IOException(child(name) + " could not be written");
    }
  }
}
