package io.dendrite.allreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.net.Net;
import io.dendrite.reduce.Division;
import io.dendrite.wire.Peer;
import io.dendrite.wire.Wire;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Executors that exchange their sums over real connections, all in one JVM. */
class PeersTest extends ReplicaJob {
  private static final int STEPS = 12;

  /** The number of steps after which the run is asked to end. */
  private int stopAt = STEPS;

  /** True if a weight is NaN. */
  private boolean poisoned;

  private interface Accident {
    void at(int executor, Wire wire);
  }

  private static SparkConf conf(boolean secret) {
    SparkConf conf = new SparkConf(false).set("spark.app.id", "test");
    if (secret) {
      conf.set("spark.authenticate", "true")
          .set("spark.authenticate.secret", "hush")
          .set("spark.network.crypto.enabled", "true");
    }
    return conf;
  }

  /** Every executor's replica after the steps. */
  private List<Replica> run(AllReduceWork work, int[] tasks, SparkConf conf, Accident accident)
      throws Exception {
    int shards = work.manifest().value().rows().length;
    int[] elements = work.optimizer().blocks().from();
    Division division = Division.of(shards, work.optimizer().blocks().count(), tasks);
    SecurityManager security = new SecurityManager(conf, null, null);
    List<Wire> wires = new ArrayList<>();
    List<Replica> replicas = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(division.count());
    try {
      for (int executor = 0; executor < tasks.length; executor++) {
        Replica replica = replica(work, division, executor, STEPS);
        Replicas here = new Replicas();
        here.share(7, () -> replica);
        replicas.add(replica);
        if (poisoned) {
          replica.parameters[0] = Float.NaN;
        }
        wires.add(new Wire(conf, security, "127.0.0.1", 2, "secret", here));
      }
      List<Future<?>> running = new ArrayList<>();
      for (int task = 0; task < division.count(); task++) {
        int executor = division.executorOf(task);
        Replica replica = replicas.get(executor);
        Peer[] peers = new Peer[tasks.length];
        for (int other = 0; other < tasks.length; other++) {
          if (other != executor) {
            peers[other] = wires.get(executor).connect("127.0.0.1", wires.get(other).port());
            peers[other].watch(
                () -> replica.barrier.fail(new IllegalStateException("connection lost")));
          }
        }
        Rank.Reports reports =
            after -> {
              after.stopAsked = after.log.steps() >= stopAt;
              accident.at(executor, wires.get(executor));
            };
        Rank rank = new Rank(replica, task, new Peers(7, task, replica, elements, peers), reports);
        running.add(
            pool.submit(
                () -> {
                  try (ReplicaTask steps = new ReplicaTask(work, rank, (shard, index) -> block)) {
                    steps.run();
                  } catch (RuntimeException e) {
                    replica.barrier.fail(e);
                    throw e;
                  }
                }));
      }
      for (Future<?> task : running) {
        task.get();
      }
      return replicas;
    } finally {
      wires.forEach(Wire::close);
      pool.shutdown();
    }
  }

  /** A whole vector from the slices that executors update. */
  private static float[] gather(List<Replica> replicas, int[] elements, boolean slots) {
    Division division = replicas.get(0).division;
    float[] whole = new float[elements[division.blocks()]];
    for (int executor = 0; executor < replicas.size(); executor++) {
      Replica replica = replicas.get(executor);
      int from = elements[division.firstBlock(division.tasks()[executor])];
      int end = elements[division.firstBlock(division.tasks()[executor + 1])];
      float[] vector = slots ? replica.slots[0] : replica.parameters;
      System.arraycopy(vector, from, whole, from, end - from);
    }
    return whole;
  }

  /** Keys made by the JDK's own tool, signed by themselves. */
  private SparkConf tls() throws Exception {
    String store = dir.resolve("keys.p12").toString();
    String[] command = {
      Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
      "-genkeypair",
      "-alias",
      "test",
      "-keyalg",
      "RSA",
      "-dname",
      "CN=127.0.0.1",
      "-storetype",
      "PKCS12",
      "-keystore",
      store,
      "-storepass",
      "secret",
      "-keypass",
      "secret"
    };
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    assertThat(keytool.waitFor()).isZero();
    SparkConf conf = conf(false).set("spark.ssl.rpc.enabled", "true");
    for (String end : new String[] {"key", "trust"}) {
      conf.set("spark.ssl.rpc." + end + "Store", store)
          .set("spark.ssl.rpc." + end + "StorePassword", "secret")
          .set("spark.ssl.rpc." + end + "StoreType", "PKCS12");
    }
    return conf.set("spark.ssl.rpc.keyPassword", "secret").set("spark.ssl.rpc.protocol", "TLSv1.2");
  }

  @Test
  void sameBitsByTls() throws Exception {
    AllReduceWork work = work(5, net(3000));
    Replica alone = run(work, new int[] {1}, conf(false), (executor, wire) -> {}).get(0);
    SparkConf tls = tls();
    for (Replica replica : run(work, new int[] {1, 2}, tls, (executor, wire) -> {})) {
      assertThat(replica.parameters).isEqualTo(alone.parameters);
    }
    try (Wire wire = wire(tls);
        Wire open = wire(conf(false))) {
      assertThatThrownBy(() -> open.connect("127.0.0.1", wire.port())).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "4, 3000, 1-1, false",
    "4, 3000, 2-1, true",
    "5, 3000, 1-1-1, false",
    "32, 3000, 1-2-3, false",
    "33, 20, 1-1-1, false",
    "3, 1, 1-1-1, true",
    "100, 20, 1-2, false"
  })
  void sameBitsAsOneExecutor(int shards, int hidden, String executors, boolean secret)
      throws Exception {
    Net net = net(hidden);
    AllReduceWork work = work(shards, net);
    int[] elements = work.optimizer().blocks().from();
    int[] tasks = Arrays.stream(executors.split("-")).mapToInt(Integer::parseInt).toArray();
    Replica alone = run(work, new int[] {1}, conf(false), (executor, wire) -> {}).get(0);
    List<Replica> together = run(work, tasks, conf(secret), (executor, wire) -> {});
    assertThat(alone.parameters).isNotEqualTo(net.init(1));
    assertThat(gather(together, elements, true)).isEqualTo(alone.slots[0]);
    for (Replica replica : together) {
      assertThat(replica.parameters)
          .as("executor %s", replica.executor)
          .isEqualTo(alone.parameters);
      assertThat(replica.log.steps()).isEqualTo(replica.executor == 0 ? STEPS : 0);
    }
    for (int step = 0; step < STEPS; step++) {
      assertThat(together.get(0).log.loss(step)).isEqualTo(alone.log.loss(step));
      assertThat(together.get(0).log.norm(step)).isEqualTo(alone.log.norm(step));
    }
  }

  /** The first task of all hears of it; the others hear from it. */
  @Test
  void allEndAfterTheSameStep() throws Exception {
    AllReduceWork work = work(4, net(20));
    stopAt = 5;
    List<Replica> replicas = run(work, new int[] {1, 2}, conf(false), (executor, wire) -> {});
    assertThat(replicas.get(0).log.steps()).isEqualTo(6);
    assertThat(replicas.get(1).parameters).isEqualTo(replicas.get(0).parameters);
    assertThat(replicas).allSatisfy(replica -> assertThat(replica.until).isEqualTo(6));
  }

  @Test
  void allEndBeforeAStepThatIsNotFinite() throws Exception {
    AllReduceWork work = work(4, net(20));
    poisoned = true;
    List<Replica> replicas = run(work, new int[] {1, 2}, conf(false), (executor, wire) -> {});
    assertThat(replicas.get(0).log.nonFinite()).isTrue();
    assertThat(replicas.get(0).log.steps()).isZero();
    assertThat(replicas).allSatisfy(replica -> assertThat(replica.slots[0]).containsOnly(0f));
  }

  /** The others fail at once, and say why. */
  @Test
  void aLostConnectionEndsTheSteps() {
    AllReduceWork work = work(4, net(20));
    assertThatThrownBy(
            () -> run(work, new int[] {1, 1}, conf(false), (executor, wire) -> wire.close()))
        .isInstanceOf(ExecutionException.class)
        .hasStackTraceContaining("another task of the step failed");
  }

  @Test
  void withoutTheSecretNobodyConnects() {
    SparkConf guarded = conf(true);
    SparkConf other = conf(true).set("spark.authenticate.secret", "another");
    try (Wire wire = wire(guarded);
        Wire stranger = wire(other);
        Wire open = wire(conf(false));
        Wire friend = wire(guarded)) {
      assertThatCode(() -> friend.connect("127.0.0.1", wire.port())).doesNotThrowAnyException();
      assertThatThrownBy(() -> stranger.connect("127.0.0.1", wire.port()));
      assertThatThrownBy(() -> open.connect("127.0.0.1", wire.port())).isNotNull();
    }
  }

  /** Several executors of a host take one port after the other, as Spark's own services do. */
  @Test
  void theNextPortWhereOneIsTaken() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    SparkConf conf = conf(false).set("spark.dendrite.port", Integer.toString(port));
    try (Wire first = wire(conf);
        Wire second = wire(conf)) {
      assertThat(first.port()).isBetween(port, port + 16);
      assertThat(second.port()).isBetween(first.port() + 1, port + 16);
      SparkConf one =
          conf.clone()
              .set("spark.dendrite.port", Integer.toString(second.port()))
              .set("spark.port.maxRetries", "0");
      assertThatThrownBy(() -> wire(one))
          .hasMessage(
              "no port of 127.0.0.1 from " + second.port() + " to " + second.port() + " is free");
    }
  }

  private static Wire wire(SparkConf conf) {
    Wire.Inbox nobody =
        header -> {
          throw new IllegalStateException("a message came");
        };
    return new Wire(conf, new SecurityManager(conf, null, null), "127.0.0.1", 2, "secret", nobody);
  }
}
