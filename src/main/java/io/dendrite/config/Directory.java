package io.dendrite.config;

import java.net.URI;
import org.apache.hadoop.fs.Path;

/**
 * A directory by its name alone, without a look at any file system; where none is named, it is
 * taken for a local one.
 *
 * @param path with "/" at its end, without "." and ".."
 */
record Directory(String path) {
  /**
   * The directory that a setting names.
   *
   * @throws IllegalArgumentException naming the key, if that is no name
   */
  static Directory of(String key, String uri) {
    try {
      Path here = new Path(System.getProperty("user.dir"));
      String path = new Path(uri).makeQualified(URI.create("file:///"), here).toString();
      return new Directory(path.endsWith("/") ? path : path + "/");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          key + " is '" + uri + "'; expected a directory, as a path or a Hadoop URI", e);
    }
  }

  /** Does neither hold the other? */
  boolean isApart(Directory other) {
    return !path.startsWith(other.path) && !other.path.startsWith(path);
  }
}
