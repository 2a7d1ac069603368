package io.dendrite.input;

import io.dendrite.data.DataException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;

/**
 * Turns exceptions of file systems that cannot be used into sentences for the user. Each sentence
 * names the setting that holds the URI. Exceptions are recognised by their types; exceptions of
 * other types are rethrown unchanged.
 */
public final class Unreachable {
  private Unreachable() {}

  /** An action that uses a file system. */
  public interface Work<T> {
    /** Runs the action. */
    T run() throws IOException;
  }

  /**
   * Runs an action that uses a file system.
   *
   * @param place the setting and its URI, for example {@code data.train = hdfs://host/rows}
   * @throws DataException if the file system cannot be used; the message starts with {@code place}
   */
  public static <T> T named(String place, Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (IOException | RuntimeException e) {
      String sentence = sentence(e);
      if (sentence == null) {
        throw e;
      }
      throw new DataException(place + ": " + sentence, e);
    }
  }

  /**
   * A sentence that says why a file system cannot be used and what the user can do. If the
   * exception does not come from such a file system, the result is null.
   */
  private static String sentence(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      Throwable found =
          cause instanceof RemoteException remote ? remote.unwrapRemoteException() : cause;
      if (found instanceof UnknownHostException) {
        return "there is no host " + host(found) + "; check the URI";
      }
      if (found instanceof ConnectException || found instanceof NoRouteToHostException) {
        return "nothing answers there (connection refused); check host and port of the URI, and that the"
            + " file system runs";
      }
      if (found instanceof SocketTimeoutException) {
        return "no answer in time; check host and port of the URI, and the network connection";
      }
      if (found instanceof AccessControlException || found instanceof AccessDeniedException) {
        return "permission denied ("
            + String.valueOf(found.getMessage()).lines().findFirst().orElse("")
            + "); ask for access, or choose another place";
      }
      if (found instanceof ClassNotFoundException
          || found instanceof UnsupportedFileSystemException) {
        return "no file system for this scheme is in the class path; add it with --packages, for example"
            + " org.apache.hadoop:hadoop-aws:3.4.2 for s3a://";
      }
      if (found instanceof InputFiles.NoLengthException) {
        return "this file system (such as http:) does not report the lengths of files and cannot"
            + " list directories; copy the files to another one, such as file:, hdfs: or s3a:";
      }
    }
    return null;
  }

  private static String host(Throwable e) {
    String message = String.valueOf(e.getMessage());
    return message.replaceFirst("(?s)^.*: ", "");
  }
}
