package io.dendrite.config;

import java.net.URI;
import org.apache.hadoop.fs.Path;

/**
 * The normalised path of a directory. Paths in normalised form can be compared without access to a
 * file system. A path without a URI scheme names a directory on the local disk.
 *
 * @param path path of the directory, with "/" at its end, without "." and ".."
 */
record Directory(String path) {
  /**
   * The directory that a setting names by a path or URI.
   *
   * @throws IllegalArgumentException if the text is not a valid name; the message names the key
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

  /** True if neither directory contains the other. */
  boolean isApart(Directory other) {
    return !path.startsWith(other.path) && !other.path.startsWith(path);
  }
}
