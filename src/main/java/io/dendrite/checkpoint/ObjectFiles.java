package io.dendrite.checkpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A directory in an object store. In an object store, a rename is a copy, but a new object appears
 * as a whole when its output stream is closed.
 */
final class ObjectFiles extends HadoopFiles {

  ObjectFiles(FileSystem files, Path directory) {
    super(files, directory);
  }

  @Override
  public boolean movesAtomically() {
    return false;
  }

  @Override
  public boolean move(String from, String to) throws IOException {
    Path source = resolve(from);
    Path target = resolve(to);
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
    return createInPlace(name, content);
  }

  @Override
  public void replace(String name, byte[] content, String temporary) throws IOException {
    write(name, content, true);
  }
}
