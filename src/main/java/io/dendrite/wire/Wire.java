package io.dendrite.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.StreamCallbackWithID;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.client.TransportClientBootstrap;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.crypto.AuthClientBootstrap;
import org.apache.spark.network.crypto.AuthServerBootstrap;
import org.apache.spark.network.netty.SparkTransportConf;
import org.apache.spark.network.sasl.SaslClientBootstrap;
import org.apache.spark.network.sasl.SaslServerBootstrap;
import org.apache.spark.network.sasl.SecretKeyHolder;
import org.apache.spark.network.server.OneForOneStreamManager;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.StreamManager;
import org.apache.spark.network.server.TransportServer;
import org.apache.spark.network.server.TransportServerBootstrap;
import org.apache.spark.network.util.TransportConf;
import scala.Option;

/**
 * One JVM's endpoint for the connections between executors, built on Spark's own network library.
 * Spark's settings of authentication ({@code spark.authenticate}), encryption ({@code
 * spark.network.crypto.enabled}) and TLS ({@code spark.ssl.rpc.enabled}) apply to these connections
 * too. Settings of Spark's network library for these connections have the prefix {@code
 * spark.dendrite.io}. The setting {@code spark.dendrite.port} is the number of the port.
 *
 * <p>Without Spark's authentication, each connection is authenticated once, by challenge and
 * response (SASL), with a secret that the driver sends inside the tasks of the application. The
 * secret prevents accidental connections, and messages from attackers who do not know the secret.
 * Messages are not encrypted, and anyone who can read the traffic of Spark's own ports can read the
 * secret in this traffic.
 */
public final class Wire implements AutoCloseable {
  /**
   * The array slices that receive the numbers of a message.
   *
   * @param arrived called when all numbers have arrived
   */
  public record Destination(Slices slices, Runnable arrived) {}

  /**
   * Receives the messages that arrive at the port. The methods are called by threads of Spark's
   * network library.
   */
  public interface Inbox {
    /**
     * Returns the arrays for the numbers that follow a message's header; null if no task waits for
     * the message.
     */
    Destination receive(ByteBuffer header);
  }

  private final TransportContext context;
  private final TransportServer server;
  private final TransportClientFactory clients;
  private final RefusalCount gate = new RefusalCount();

  private record Secret(String key) implements SecretKeyHolder {
    static final String USER = "dendrite";

    @Override
    public String getSaslUser(String application) {
      return USER;
    }

    @Override
    public String getSecretKey(String application) {
      return key;
    }
  }

  /**
   * Opens a port to which other JVMs can connect.
   *
   * @param host name by which other machines reach this machine
   * @param cores number of cores that the JVM may use
   * @param secret secret with which connections are authenticated if Spark's own authentication is
   *     off
   */
  public Wire(
      SparkConf spark,
      SecurityManager security,
      String host,
      int cores,
      String secret,
      Inbox inbox) {
    TransportConf conf =
        SparkTransportConf.fromSparkConf(
            spark,
            "dendrite",
            cores,
            Option.empty(),
            security.isSslRpcEnabled()
                ? Option.apply(security.getRpcSSLOptions())
                : Option.empty());
    context = new TransportContext(conf, new Handler(inbox));
    boolean bySpark = security.isAuthenticationEnabled();
    Secret own = new Secret(secret);
    TransportServerBootstrap accepting =
        bySpark ? new AuthServerBootstrap(conf, security) : new SaslServerBootstrap(conf, own);
    TransportClientBootstrap connecting =
        bySpark
            ? new AuthClientBootstrap(conf, spark.getAppId(), security)
            : new SaslClientBootstrap(conf, Secret.USER, own);
    server = serve(host, spark, List.of(gate.guard(accepting)));
    clients = context.createClientFactory(List.of(connecting));
  }

  /**
   * Opens the port that {@code spark.dendrite.port} sets, or one of the next ports if this port is
   * in use.
   */
  private TransportServer serve(
      String host, SparkConf spark, List<TransportServerBootstrap> accepting) {
    int first = spark.getInt("spark.dendrite.port", 0);
    int last = first == 0 ? 0 : first + spark.getInt("spark.port.maxRetries", 16);
    for (int port = first; ; port++) {
      try {
        return context.createServer(host, port, accepting);
      } catch (Exception e) {
        // Netty throws BindException without declaring it.
        if (port >= last) {
          context.close();
          throw new IllegalStateException(
              "no port of " + host + " from " + first + " to " + last + " is free", e);
        }
      }
    }
  }

  /** The port that other JVMs connect to. */
  public int port() {
    return server.getPort();
  }

  /**
   * Returns a connection to the wire of another JVM. An existing connection is used again.
   *
   * @throws IOException if the other JVM cannot be reached
   * @throws RuntimeException if the other JVM does not know the secret, or has a different secret
   */
  public Peer connect(String host, int port) throws IOException, InterruptedException {
    return new Peer(clients.createClient(host, port));
  }

  /**
   * A sentence about connections and messages that were refused since the last call of this method;
   * null if nothing was refused.
   */
  public String refusals() {
    return gate.refusals();
  }

  @Override
  public void close() {
    clients.close();
    server.close();
    context.close();
  }

  private static final class Handler extends RpcHandler {
    private final Inbox inbox;
    private final StreamManager streams = new OneForOneStreamManager();

    Handler(Inbox inbox) {
      this.inbox = inbox;
    }

    @Override
    public StreamCallbackWithID receiveStream(
        TransportClient client, ByteBuffer header, RpcResponseCallback answer) {
      Destination destination = inbox.receive(header);
      return destination == null ? new Dropped() : new FloatSink(destination);
    }

    @Override
    public void receive(TransportClient client, ByteBuffer message, RpcResponseCallback answer) {
      throw new UnsupportedOperationException("messages here are streams");
    }

    @Override
    public StreamManager getStreamManager() {
      return streams;
    }
  }
}
