package io.dendrite.allreduce;

import io.dendrite.engine.StepLog;
import io.dendrite.reduce.Division;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcCallContext;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.rpc.ThreadSafeRpcEndpoint;
import scala.PartialFunction;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * The driver's endpoint for the tasks of an all-reduce job on a cluster; it uses Spark's own
 * connections to the driver. The tasks send messages to the coordinator to learn which tasks the
 * job has, to wait until all tasks are ready, and to report their steps. (Spark's own barrier is
 * not used for waiting, since it checks only once a second whether all tasks have arrived.)
 *
 * <p>Messages are sent as byte arrays, since Spark's RPC connections on executors cannot load the
 * classes of an application.
 */
final class Coordinator implements ThreadSafeRpcEndpoint {
  /**
   * Message with which a task says that it has begun.
   *
   * @param task index of the task's partition in the Spark job
   * @param executor Spark's id of the executor on which the task runs
   * @param port port of the executor's {@link io.dendrite.wire.Wire}
   */
  record Join(int task, String executor, String host, int port) implements Serializable {
    /** How error messages and notices name the executor. */
    String name() {
      return "executor " + executor + " on " + host;
    }
  }

  /**
   * The answer to {@link Join}, sent once all tasks have begun.
   *
   * @param task index, in {@code division}, of the task that receives this answer
   * @param executors for each executor, the {@link Join} message of one of its tasks
   */
  record Roster(int task, Division division, Join[] executors) implements Serializable {}

  /**
   * Message with which a task says that it is ready to receive messages from other tasks. The
   * answer is true, sent once all tasks are ready.
   */
  record Ready() implements Serializable {}

  /** Message that reports the job's steps from number {@code step} on; the answer is true. */
  record Report(int step, double[] numbers) implements Serializable {}

  /**
   * Message with which a task asks to be informed when the job is to end early. The answer is true,
   * sent when the job is to end after the current step, or false, sent when the job has ended
   * normally.
   */
  record UntilStop() implements Serializable {}

  private record Waiting(Join join, RpcCallContext call) {}

  private final RpcEnv rpc;
  private final byte[] secret;
  private final int tasks;
  private final int shards;
  private final int blocks;
  private final String[] homes;
  private final StepLog log;
  private final List<Waiting> joined = new ArrayList<>();
  private final List<RpcCallContext> ready = new ArrayList<>();
  private Throwable over;
  private volatile boolean started;
  private RpcCallContext untilStop;
  private boolean stop;
  private long strangers;
  private String first;

  /**
   * @param secret the application's secret, which is the beginning of every message
   * @param blocks number of blocks into which the parameters are divided
   * @param homes for each shard, the id of the executor that holds its rows; null if no executor
   *     does
   */
  Coordinator(
      RpcEnv rpc, byte[] secret, int tasks, int shards, int blocks, String[] homes, StepLog log) {
    this.rpc = rpc;
    this.secret = secret;
    this.tasks = tasks;
    this.shards = shards;
    this.blocks = blocks;
    this.homes = homes;
    this.log = log;
  }

  /** True if all tasks have begun. */
  boolean started() {
    return started;
  }

  /** Number of tasks that have begun and are waiting until all other tasks have begun. */
  synchronized int joined() {
    return joined.size();
  }

  /**
   * Asks the job to end after its current step if {@code ask} is true; a later call with false does
   * not revoke the request.
   */
  synchronized void askToStop(boolean ask) {
    stop |= ask;
    if (stop && untilStop != null) {
      untilStop.reply(true);
      untilStop = null;
    }
  }

  /** Ends the job normally: answers tasks that still wait for the answer to {@link UntilStop}. */
  synchronized void end() {
    if (untilStop != null) {
      untilStop.reply(false);
      untilStop = null;
    }
  }

  /**
   * Makes the job fail: every task that waits for an answer, or sends a message later, receives
   * {@code cause}.
   */
  synchronized void giveUp(Throwable cause) {
    over = cause;
    joined.forEach(waiting -> waiting.call().sendFailure(cause));
    ready.forEach(call -> call.sendFailure(cause));
    joined.clear();
    ready.clear();
  }

  @Override
  public RpcEnv rpcEnv() {
    return rpc;
  }

  @Override
  public PartialFunction<Object, BoxedUnit> receiveAndReply(RpcCallContext call) {
    return new AbstractPartialFunction<>() {
      @Override
      public boolean isDefinedAt(Object message) {
        return message instanceof byte[];
      }

      @Override
      public BoxedUnit apply(Object message) {
        byte[] opened = open((byte[]) message);
        if (opened == null) {
          stranger(call);
        } else {
          receive(read(opened, Serializable.class), call);
        }
        return BoxedUnit.UNIT;
      }
    };
  }

  /**
   * Returns the part of a message after the secret. A message that does not begin with the secret
   * is refused before anything in it is deserialised.
   */
  private byte[] open(byte[] message) {
    int length = secret.length;
    return message.length >= length && MessageDigest.isEqual(Arrays.copyOf(message, length), secret)
        ? Arrays.copyOfRange(message, length, message.length)
        : null;
  }

  private synchronized void stranger(RpcCallContext call) {
    if (strangers++ == 0) {
      first = String.valueOf(call.senderAddress());
    }
    call.sendFailure(new SecurityException("refused"));
  }

  /** A sentence about the messages that were refused; null if there were none. */
  synchronized String refusals() {
    return strangers == 0
        ? null
        : strangers
            + " messages without the secret of the job were refused, the first from "
            + first;
  }

  private synchronized void receive(Serializable message, RpcCallContext call) {
    if (over != null) {
      call.sendFailure(over);
    } else if (message instanceof Join join) {
      joined.add(new Waiting(join, call));
      if (joined.size() == tasks) {
        started = true;
        answer();
      }
    } else if (message instanceof Ready) {
      ready.add(call);
      if (ready.size() == tasks) {
        ready.forEach(all -> all.reply(true));
        ready.clear();
      }
    } else if (message instanceof Report report) {
      log.append(report.step(), report.numbers());
      call.reply(true);
    } else if (message instanceof UntilStop) {
      untilStop = call;
      askToStop(false);
    }
  }

  private void answer() {
    List<String> executors = order(joined.stream().map(one -> one.join().executor()).toList());
    joined.sort(
        Comparator.<Waiting>comparingInt(one -> executors.indexOf(one.join().executor()))
            .thenComparingInt(one -> one.join().task()));
    int[] counts = new int[executors.size()];
    Join[] each = new Join[executors.size()];
    for (Waiting one : joined) {
      int executor = executors.indexOf(one.join().executor());
      counts[executor]++;
      each[executor] = one.join();
    }
    Division division = Division.of(shards, blocks, counts);
    for (int task = 0; task < tasks; task++) {
      joined.get(task).call().reply(bytes(new Roster(task, division, each)));
    }
    joined.clear();
  }

  /**
   * Ids of the executors, sorted by the first shard that each executor holds. An executor without a
   * shard is sorted as if it held the first shard that no executor holds.
   */
  private List<String> order(List<String> present) {
    List<String> held = Arrays.asList(homes);
    int orphan = 0;
    while (orphan < homes.length && present.contains(homes[orphan])) {
      orphan++;
    }
    int otherwise = orphan;
    return present.stream()
        .distinct()
        .sorted(
            Comparator.<String>comparingInt(id -> held.contains(id) ? held.indexOf(id) : otherwise)
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /** Converts a message to bytes by Java's serialisation. */
  static byte[] bytes(Serializable message) {
    ByteBuffer bytes =
        SparkEnv.get()
            .closureSerializer()
            .newInstance()
            .serialize(message, tag(Serializable.class));
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }

  /** Converts bytes back to a message by Java's serialisation. */
  static <T> T read(byte[] bytes, Class<T> type) {
    return SparkEnv.get()
        .closureSerializer()
        .newInstance()
        .deserialize(ByteBuffer.wrap(bytes), Coordinator.class.getClassLoader(), tag(type));
  }

  private static <T> ClassTag<T> tag(Class<T> type) {
    return ClassTag$.MODULE$.apply(type);
  }
}
