package io.dendrite.checkpoint;

import java.io.IOException;

/** Thrown when another run holds the lease of a directory. */
public final class LeaseException extends IOException {
  LeaseException(String message) {
    super(message);
  }
}
