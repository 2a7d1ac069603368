package io.dendrite.allreduce;

import io.dendrite.reduce.Division;
import io.dendrite.reduce.SubtreeSums;
import io.dendrite.wire.Slices;
import io.dendrite.wire.Wire;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.spark.SparkEnv;

/**
 * One JVM's state and network port for the exchange of gradients between executors. The object
 * holds one {@link Replica} for each all-reduce job that runs in this JVM (the parameters,
 * optimiser state and sums that the job's tasks in this JVM share), found by the job's number. The
 * object also holds the {@link Wire}, the network port at which messages from other executors
 * arrive.
 */
public final class Replicas implements Wire.Inbox, AutoCloseable {
  /**
   * The instance that the all-reduce jobs of this JVM use, one job after another, until the JVM
   * ends.
   */
  static final Replicas HERE = new Replicas();

  private record Shared(Replica replica, int users) {}

  private final Map<Long, Shared> running = new ConcurrentHashMap<>();
  private Wire wire;

  /**
   * The network port of this JVM, opened by the first task that asks for it, and closed when the
   * JVM ends.
   *
   * @param host host name under which other machines reach this machine
   * @param secret secret of the application
   */
  synchronized Wire wire(String host, byte[] secret) {
    if (wire == null) {
      SparkEnv env = SparkEnv.get();
      int cores = Runtime.getRuntime().availableProcessors();
      String key = HexFormat.of().formatHex(secret);
      wire = new Wire(env.conf(), env.securityManager(), host, cores, key, this);
      Runtime.getRuntime().addShutdownHook(new Thread(this::close, "dendrite-wire-close"));
    }
    return wire;
  }

  /** A text about the connections that this JVM's network port has refused. */
  synchronized String refusals() {
    return wire.refusals();
  }

  /** Closes the network port, if it is open. */
  @Override
  public synchronized void close() {
    if (wire != null) {
      wire.close();
      wire = null;
    }
  }

  /**
   * Returns this JVM's replica of the state of a job, created for the first task that asks for it.
   * Each task must call {@link #leave} at its end.
   */
  public Replica share(long job, Supplier<Replica> first) {
    return running
        .compute(
            job,
            (key, shared) ->
                shared == null
                    ? new Shared(first.get(), 1)
                    : new Shared(shared.replica(), shared.users() + 1))
        .replica();
  }

  /** Ends one task's use of a job's replica; after the last use, the replica is removed. */
  void leave(long job) {
    running.computeIfPresent(
        job,
        (key, shared) ->
            shared.users() == 1 ? null : new Shared(shared.replica(), shared.users() - 1));
  }

  /** Number of replicas in this JVM. */
  int size() {
    return running.size();
  }

  @Override
  public Wire.Destination receive(ByteBuffer header) {
    int kind = header.getInt();
    Shared shared = running.get(header.getLong());
    if (shared == null) {
      return null;
    }
    Replica replica = shared.replica();
    Division division = replica.division;
    int task = header.getInt();
    require(task >= 0 && task < division.count(), "task", task);
    int executor = division.executorOf(task);
    require(executor != replica.executor, "task", task);
    Slices slices =
        switch (kind) {
          case Message.GRADIENT -> gradient(replica, replica.received[executor], header);
          case Message.SQUARES -> squares(replica, task, header);
          case Message.PARAMETERS -> parameters(replica, task, header);
          default -> throw new IllegalArgumentException("a message of unknown kind " + kind);
        };
    return new Wire.Destination(slices, () -> replica.arrived[kind].add(executor));
  }

  /** Refuses a message with a field value that no task of this job would send. */
  private static void require(boolean holds, String what, long found) {
    if (!holds) {
      throw new IllegalArgumentException("a message with " + what + " " + found);
    }
  }

  private static Slices gradient(Replica replica, SubtreeSums sums, ByteBuffer header) {
    int subtrees = header.getInt();
    require(subtrees == sums.rows.length, "subtrees", subtrees);
    int end = header.position() + subtrees * (2 * Double.BYTES + Integer.BYTES);
    int from = header.getInt(end);
    int length = header.getInt(end + Integer.BYTES);
    require(
        length == 0
            || length > 0 && from >= replica.firstElement && from <= replica.endElement - length,
        "a gradient from element",
        from);
    for (int i = 0; i < subtrees; i++) {
      sums.loss[i] = header.getDouble();
      sums.weight[i] = header.getDouble();
      sums.rows[i] = header.getInt();
    }
    return length == 0
        ? Slices.NONE
        : new Slices(sums.filled(), from - sums.gradients[0].at(), length);
  }

  private static Slices squares(Replica replica, int task, ByteBuffer header) {
    long until = header.getLong();
    int first = header.getInt();
    int count = header.getInt();
    Division division = replica.division;
    require(first == division.firstBlock(task), "squares from block", first);
    require(count == division.firstBlock(task + 1) - first, "blocks", count);
    if (task == 0) {
      replica.until = until;
    }
    for (int i = 2 * first; i < 2 * (first + count); i++) {
      replica.squares[i] = header.getDouble();
    }
    return Slices.NONE;
  }

  private static Slices parameters(Replica replica, int task, ByteBuffer header) {
    int from = header.getInt();
    int length = header.getInt();
    Division division = replica.division;
    int first = replica.elements[division.firstBlock(task)];
    require(from == first, "parameters from element", from);
    require(
        length == replica.elements[division.firstBlock(task + 1)] - first, "parameters", length);
    return new Slices(new float[][] {replica.parameters}, from, length);
  }
}
