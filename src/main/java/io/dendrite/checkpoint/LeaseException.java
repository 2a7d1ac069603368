package io.dendrite.checkpoint;

import java.io.IOException;

/** The directory belongs to another run. */
public final class LeaseException extends IOException {
  LeaseException(String message) {
    super(message);
  }
}
