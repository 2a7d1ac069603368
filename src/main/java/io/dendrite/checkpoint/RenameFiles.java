package io.dendrite.checkpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** A directory in HDFS or a similar file system, where a rename is one atomic step. */
final class RenameFiles extends HadoopFiles {
  /**
   * Hadoop's interface for renames; null if the URI's scheme has no AbstractFileSystem, in which
   * case {@code FileSystem.rename} is used.
   */
  private final FileContext context;

  RenameFiles(FileSystem files, Path directory, Configuration conf) {
    super(files, directory);
    this.context = context(files, conf);
  }

  private static FileContext context(FileSystem files, Configuration conf) {
    try {
      return FileContext.getFileContext(files.getUri(), conf);
    } catch (UnsupportedFileSystemException e) {
      return null;
    }
  }

  @Override
  public boolean movesAtomically() {
    return true;
  }

  @Override
  public boolean move(String from, String to) throws IOException {
    Path source = resolve(from);
    Path target = resolve(to);
    if (context == null) {
      return moveWithoutContext(source, target);
    }
    try {
      context.rename(source, target, Rename.NONE);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      if (happened(source, target, e)) {
        return true;
      }
      throw e;
    }
  }

  /**
   * True if a rename that ended with an exception was nevertheless done, so that only the file
   * system's answer was lost.
   */
  private boolean happened(Path source, Path target, IOException primary) {
    try {
      return files.exists(target) && !files.exists(source);
    } catch (IOException e) {
      primary.addSuppressed(e);
      return false;
    }
  }

  private boolean moveWithoutContext(Path source, Path target) throws IOException {
    if (files.exists(target)) {
      return false;
    }
    if (!files.exists(source)) {
      throw new FileNotFoundException(source + " does not exist");
    }
    if (!files.rename(source, target)) {
      throw new IOException(source + " could not be renamed to " + target);
    }
    return true;
  }

  @Override
  public boolean createIfAbsent(String name, byte[] content, String temporary) throws IOException {
    if (context == null) {
      return createInPlace(name, content);
    }
    try {
      write(temporary, content, true);
      return move(temporary, name);
    } finally {
      delete(temporary);
    }
  }

  @Override
  public void replace(String name, byte[] content, String temporary) throws IOException {
    if (context == null) {
      write(name, content, true);
      return;
    }
    write(temporary, content, true);
    context.rename(resolve(temporary), resolve(name), Rename.OVERWRITE);
  }
}
