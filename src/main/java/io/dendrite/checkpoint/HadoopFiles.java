package io.dendrite.checkpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/** The operations of {@link AtomicFiles} that are the same for every Hadoop file system. */
abstract class HadoopFiles implements AtomicFiles {
  final FileSystem files;
  private final Path directory;

  HadoopFiles(FileSystem files, Path directory) {
    this.files = files;
    this.directory = directory;
  }

  final Path resolve(String name) {
    return name.isEmpty() ? directory : new Path(directory, name);
  }

  @Override
  public final String path(String name) {
    return resolve(name).toString();
  }

  @Override
  public final void makeDirectory(String name) throws IOException {
    if (!files.mkdirs(resolve(name))) {
      throw new IOException("the directory " + path(name) + " could not be created");
    }
  }

  @Override
  public final List<Found> list(String name) throws IOException {
    List<Found> found = new ArrayList<>();
    try {
      for (FileStatus status : files.listStatus(resolve(name))) {
        found.add(found(status));
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    return found;
  }

  @Override
  public final Optional<Found> find(String name) throws IOException {
    try {
      return Optional.of(found(files.getFileStatus(resolve(name))));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private static Found found(FileStatus status) {
    return new Found(
        status.getPath().getName(),
        status.isDirectory(),
        status.getLen(),
        status.getModificationTime());
  }

  @Override
  public final InputStream open(String name) throws IOException {
    return files.open(resolve(name));
  }

  @Override
  public final Output create(String name) throws IOException {
    FSDataOutputStream out = files.create(resolve(name), false);
    return new Output() {
      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        out.write(bytes, from, count);
      }

      @Override
      void sync() throws IOException {
        if (out.hasCapability(StreamCapabilities.HSYNC)) {
          out.hsync();
        }
      }

      @Override
      public void close() throws IOException {
        out.close();
      }

      @Override
      void abort() throws IOException {
        if (out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
          out.abort();
        } else {
          out.close();
        }
      }
    };
  }

  @Override
  public final void delete(String name) throws IOException {
    Path path = resolve(name);
    if (!files.delete(path, true) && files.exists(path)) {
      throw new IOException(path + " could not be deleted");
    }
  }

  /**
   * Creates a small file directly under its final name. Returns false if a file of this name
   * already exists.
   */
  final boolean createInPlace(String name, byte[] content) throws IOException {
    try {
      write(name, content, false);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /**
   * Writes a small file directly under its final name. If {@code overwrite} is true, an existing
   * file is replaced.
   */
  final void write(String name, byte[] content, boolean overwrite) throws IOException {
    try (FSDataOutputStream out = files.create(resolve(name), overwrite)) {
      out.write(content);
    }
  }
}
