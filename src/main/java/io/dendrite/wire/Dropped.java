package io.dendrite.wire;

import java.nio.ByteBuffer;
import org.apache.spark.network.client.StreamCallbackWithID;

/** Receives and ignores a message for which no task waits any more. */
final class Dropped implements StreamCallbackWithID {
  @Override
  public String getID() {
    return "dropped";
  }

  @Override
  public void onData(String id, ByteBuffer data) {
    // The bytes of a dropped message are ignored.
  }

  @Override
  public void onComplete(String id) {
    // The end of a dropped message needs no action.
  }

  @Override
  public void onFailure(String id, Throwable cause) {
    // A dropped message that fails needs no action.
  }
}
