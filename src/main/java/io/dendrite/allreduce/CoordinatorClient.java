package io.dendrite.allreduce;

import java.io.Serializable;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcTimeout;
import org.apache.spark.util.RpcUtils;
import org.apache.spark.util.ThreadUtils;
import scala.concurrent.duration.FiniteDuration;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/** A task's connection to the {@link Coordinator} of its job. */
final class CoordinatorClient implements Rank.Reports {
  private static final long REPORT_NANOS = 500_000_000;
  private static final RpcTimeout FOREVER =
      new RpcTimeout(new FiniteDuration(36_500, TimeUnit.DAYS), "the job");
  private static final ClassTag<Object> ANSWER = ClassTag$.MODULE$.apply(Object.class);

  private final RpcEndpointRef driver;
  private final RpcTimeout timeout;
  private final byte[] secret;
  private volatile int reported;
  private long last = System.nanoTime();
  private volatile boolean waiting;

  /**
   * @param name name of the coordinator's RPC endpoint
   * @param secret the application's secret, which is the beginning of every message
   * @param timeoutNanos time in nanoseconds to wait for the other tasks
   */
  CoordinatorClient(String name, byte[] secret, long timeoutNanos) {
    this.secret = secret;
    SparkEnv env = SparkEnv.get();
    driver = RpcUtils.makeDriverRef(name, env.conf(), env.rpcEnv());
    timeout =
        new RpcTimeout(new FiniteDuration(timeoutNanos, TimeUnit.NANOSECONDS), "train.timeout");
  }

  /** Informs the coordinator that this task has begun, and waits until all tasks have begun. */
  Coordinator.Roster join(Coordinator.Join task) {
    return Coordinator.read((byte[]) ask(task), Coordinator.Roster.class);
  }

  /**
   * Informs the coordinator that this task is ready for messages, and waits until all tasks are
   * ready.
   */
  void ready() {
    ask(new Coordinator.Ready());
  }

  private byte[] sealed(Serializable message) {
    byte[] bytes = Coordinator.bytes(message);
    byte[] all = Arrays.copyOf(secret, secret.length + bytes.length);
    System.arraycopy(bytes, 0, all, secret.length, bytes.length);
    return all;
  }

  private Object ask(Serializable message) {
    return driver.askSync(sealed(message), timeout, ANSWER);
  }

  /** From this call on, the driver can ask at any time that the job ends after the current step. */
  void listen(Replica replica) {
    ask(new Coordinator.UntilStop(), FOREVER, answer -> replica.stopAsked = answer);
  }

  /** Reports steps to the driver from time to time, without waiting for the answer. */
  @Override
  public void step(Replica replica) {
    long now = System.nanoTime();
    if (waiting || now - last < REPORT_NANOS) {
      return;
    }
    last = now;
    waiting = true;
    int from = reported;
    int steps = replica.log.steps();
    ask(
        new Coordinator.Report(from, replica.log.since(from)),
        timeout,
        arrived -> {
          reported = arrived ? steps : from;
          waiting = false;
        });
  }

  private interface Answered {
    void answer(boolean yes);
  }

  /**
   * Sends a message without waiting for its answer; the answer is passed to {@code then} when it
   * arrives. If no answer comes, {@code then} receives false. Without an answer, the job is over or
   * its driver no longer runs, so the task must end.
   */
  private void ask(Serializable message, RpcTimeout patience, Answered then) {
    driver
        .ask(sealed(message), patience, ANSWER)
        .onComplete(
            new AbstractFunction1<Try<Object>, BoxedUnit>() {
              @Override
              public BoxedUnit apply(Try<Object> answer) {
                then.answer(answer.isSuccess() && (boolean) answer.get());
                return BoxedUnit.UNIT;
              }
            },
            ThreadUtils.sameThread());
  }
}
