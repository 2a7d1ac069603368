package io.dendrite.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.spark.network.client.StreamCallbackWithID;

/**
 * Writes the numbers of an incoming message into the arrays of its {@link Wire.Destination}, as the
 * bytes arrive.
 */
final class FloatSink implements StreamCallbackWithID {
  private final Wire.Destination destination;
  private final Slices slices;

  /** The first bytes of a number whose other bytes have not arrived yet. */
  private final ByteBuffer part = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private long received;

  FloatSink(Wire.Destination destination) {
    this.destination = destination;
    slices = destination.slices();
  }

  @Override
  public String getID() {
    return "dendrite";
  }

  @Override
  public void onData(String id, ByteBuffer data) throws IOException {
    ByteBuffer bytes = data.order(ByteOrder.LITTLE_ENDIAN);
    if (received + (part.position() + bytes.remaining()) / Float.BYTES > slices.elements()) {
      throw new IOException("more than the expected " + slices.elements() + " numbers arrived");
    }
    while (part.position() > 0 && bytes.hasRemaining()) {
      part.put(bytes.get());
      if (!part.hasRemaining()) {
        slices.vectors()[vector()][place()] = part.getFloat(0);
        received++;
        part.clear();
      }
    }
    while (bytes.remaining() >= Float.BYTES) {
      int n = Math.min(bytes.remaining() / Float.BYTES, slices.length() - in());
      bytes.asFloatBuffer().get(slices.vectors()[vector()], place(), n);
      bytes.position(bytes.position() + Float.BYTES * n);
      received += n;
    }
    part.put(bytes);
  }

  private int vector() {
    return (int) (received / slices.length());
  }

  private int in() {
    return (int) (received % slices.length());
  }

  private int place() {
    return slices.at() + in();
  }

  @Override
  public void onComplete(String id) throws IOException {
    if (received != slices.elements()) {
      throw new IOException(received + " of " + slices.elements() + " numbers arrived");
    }
    destination.arrived().run();
  }

  /**
   * Called when the connection broke. The receiver does nothing, since the sender and the driver
   * also notice a broken connection.
   */
  @Override
  public void onFailure(String id, Throwable cause) {
    // An incomplete message is dropped: the action that a complete message starts is not run.
  }
}
