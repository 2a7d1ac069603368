package io.dendrite.wire;

import java.nio.ByteBuffer;
import org.apache.spark.network.client.StreamCallbackWithID;

/** Receives a message for which no task waits any more, and ignores its content. */
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
    // The failure of a dropped message needs no action.
  }
}
