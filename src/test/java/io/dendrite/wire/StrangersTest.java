package io.dendrite.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.buffer.NioManagedBuffer;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.netty.SparkTransportConf;
import org.apache.spark.network.server.NoOpRpcHandler;
import org.apache.spark.network.util.TransportConf;
import org.junit.jupiter.api.Test;
import scala.Option;

/** Who does not know the secret of an application is not heard at its port. */
class StrangersTest {
  private final SparkConf conf = new SparkConf(false).set("spark.app.id", "test");
  private final SecurityManager security = new SecurityManager(conf, null, null);
  private final AtomicInteger heard = new AtomicInteger();
  private final float[] landed = new float[4];

  private final Wire.Inbox inbox =
      header -> {
        heard.incrementAndGet();
        return new Wire.Destination(new Slices(new float[][] {landed}, 0, 4), () -> {});
      };

  private Wire wire(String secret) {
    return new Wire(conf, security, "127.0.0.1", 2, secret, inbox);
  }

  @Test
  void anotherSecretIsNoSecret() {
    try (Wire one = wire("one");
        Wire other = wire("other")) {
      assertThatThrownBy(() -> other.connect("127.0.0.1", one.port())).isNotNull();
      assertThat(heard).hasValue(0);
      assertThat(one.refusals()).contains("1 messages were refused, the first from");
      assertThat(one.refusals()).as("told once").isNull();
    }
  }

  /** Frames as the library would write them, on a connection that answered no challenge. */
  @Test
  void messagesWithoutTheChallengeAreRefused() throws Exception {
    TransportConf plain =
        SparkTransportConf.fromSparkConf(conf, "dendrite", 1, Option.empty(), Option.empty());
    try (Wire wire = wire("one");
        TransportContext context = new TransportContext(plain, new NoOpRpcHandler());
        TransportClientFactory clients = context.createClientFactory(List.of())) {
      TransportClient stranger = clients.createClient("127.0.0.1", wire.port());
      CompletableFuture<Throwable> failed = new CompletableFuture<>();
      stranger.uploadStream(
          new NioManagedBuffer(ByteBuffer.allocate(16)),
          new NioManagedBuffer(ByteBuffer.allocate(16)),
          new RpcResponseCallback() {
            @Override
            public void onSuccess(ByteBuffer answer) {
              failed.complete(null);
            }

            @Override
            public void onFailure(Throwable cause) {
              failed.complete(cause);
            }
          });
      assertThat(failed.get(20, TimeUnit.SECONDS)).isNotNull();
      assertThat(heard).hasValue(0);
      assertThat(landed).containsOnly(0);
      assertThat(wire.refusals()).isNotNull();
    }
  }
}
