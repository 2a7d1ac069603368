package io.dendrite.wire;

import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.StreamCallbackWithID;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.StreamManager;
import org.apache.spark.network.server.TransportServerBootstrap;

/**
 * Counts what an open port refuses: connections that fail authentication, and messages that are
 * malformed or unexpected.
 */
final class RefusalCount {
  private final AtomicLong refused = new AtomicLong();
  private final AtomicReference<String> first = new AtomicReference<>();
  private long reported;

  /** Wraps Spark's authentication of new connections, so that refused connections are counted. */
  TransportServerBootstrap guard(TransportServerBootstrap inner) {
    return (Channel channel, RpcHandler handler) -> new Guard(inner.doBootstrap(channel, handler));
  }

  /** Wraps the message handler of an open port, so that refused messages are counted. */
  RpcHandler guard(RpcHandler handler) {
    return new Guard(handler);
  }

  /**
   * A sentence about connections and messages that were refused since the last call of this method;
   * null if nothing was refused.
   */
  synchronized String refusals() {
    long all = refused.get();
    long fresh = all - reported;
    reported = all;
    return fresh == 0 ? null : fresh + " messages were refused, the first " + first.get();
  }

  private final class Guard extends RpcHandler {
    private final RpcHandler inner;

    Guard(RpcHandler inner) {
      this.inner = inner;
    }

    private void count(TransportClient client, RuntimeException e) {
      refused.incrementAndGet();
      first.compareAndSet(null, "from " + client.getSocketAddress() + " (" + e.getMessage() + ")");
    }

    @Override
    public void receive(TransportClient client, ByteBuffer message, RpcResponseCallback answer) {
      try {
        inner.receive(client, message, answer);
      } catch (RuntimeException e) {
        count(client, e);
        throw e;
      }
    }

    @Override
    public StreamCallbackWithID receiveStream(
        TransportClient client, ByteBuffer header, RpcResponseCallback answer) {
      try {
        return inner.receiveStream(client, header, answer);
      } catch (RuntimeException e) {
        count(client, e);
        throw e;
      }
    }

    @Override
    public StreamManager getStreamManager() {
      return inner.getStreamManager();
    }

    @Override
    public void channelActive(TransportClient client) {
      inner.channelActive(client);
    }

    @Override
    public void channelInactive(TransportClient client) {
      inner.channelInactive(client);
    }

    @Override
    public void exceptionCaught(Throwable cause, TransportClient client) {
      inner.exceptionCaught(cause, client);
    }
  }
}
