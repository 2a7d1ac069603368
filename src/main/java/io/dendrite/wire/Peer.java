package io.dendrite.wire;

import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.GenericFutureListener;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.apache.spark.network.buffer.NioManagedBuffer;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.TransportClient;

/** A connection to the {@link Wire} of another JVM. */
public final class Peer {
  private final TransportClient client;

  Peer(TransportClient client) {
    this.client = client;
  }

  /**
   * Sends a message to the other JVM. Messages sent over one connection arrive in order. The caller
   * must not change the header or the numbers until the message has arrived.
   *
   * @param failed receives the cause if the message does not arrive
   */
  public void send(ByteBuffer header, Slices slices, Consumer<Throwable> failed) {
    client.uploadStream(
        new NioManagedBuffer(header), new FloatBody(slices), new FailureOnly(failed));
  }

  /**
   * Watches the connection, and runs {@code lost} if the connection is lost. Returns an action that
   * ends the watching.
   */
  public Runnable watch(Runnable lost) {
    GenericFutureListener<ChannelFuture> listener = future -> lost.run();
    ChannelFuture end = client.getChannel().closeFuture();
    end.addListener(listener);
    return () -> end.removeListener(listener);
  }

  private record FailureOnly(Consumer<Throwable> failed) implements RpcResponseCallback {
    @Override
    public void onSuccess(ByteBuffer answer) {
      // Nothing to do when a message was sent successfully: the receiver acts when the message
      // arrives.
    }

    @Override
    public void onFailure(Throwable cause) {
      failed.accept(cause);
    }
  }
}
