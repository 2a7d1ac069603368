package io.dendrite.wire;

import java.nio.ByteBuffer;
import org.apache.spark.network.client.StreamCallbackWithID;

/** A message that nobody waits for any more. */
final class Dropped implements StreamCallbackWithID {
  @Override
  public String getID() {
    return "dropped";
  }

  @Override
  public void onData(String id, ByteBuffer data) {
    // Not needed.
  }

  @Override
  public void onComplete(String id) {
    // Not needed.
  }

  @Override
  public void onFailure(String id, Throwable cause) {
    // Not needed.
  }
}
