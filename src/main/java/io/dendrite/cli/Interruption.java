package io.dendrite.cli;

import io.dendrite.cli.text.Progress;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Turns the first SIGINT or SIGTERM into a request to stop; the second signal ends the program at
 * once. The class uses a signal handler, since a shutdown hook would run at the same time as the
 * shutdown hooks of Spark and HDFS.
 */
final class Interruption implements AutoCloseable {
  /** Longest time from the signal to the end of the program. */
  private static final long GONE_NANOS = TimeUnit.SECONDS.toNanos(8);

  /** The least time that Spark is given for stopping, even if saving the checkpoint took long. */
  private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final Map<String, Integer> CODES = Map.of("INT", 130, "TERM", 143);

  private final Map<String, SignalHandler> before = new ConcurrentHashMap<>();
  private volatile int exitCode;
  private volatile long nanos;

  private Interruption() {}

  /**
   * Watches for signals until the returned object is closed.
   *
   * @param stop called on the first signal, to ask the program to end
   * @param nothingToSave whether there is nothing that a checkpoint would save; if so, the program
   *     is ended even if it hangs
   */
  static Interruption watch(Runnable stop, BooleanSupplier nothingToSave) {
    Interruption watch = new Interruption();
    CODES.forEach(
        (name, code) ->
            watch.before.put(
                name,
                Signal.handle(
                    new Signal(name), signal -> watch.signalled(code, stop, nothingToSave))));
    return watch;
  }

  private void signalled(int code, Runnable stop, BooleanSupplier nothingToSave) {
    if (exitCode != 0) {
      System.err.println("dendrite: stopped at once, with what was saved before");
      Runtime.getRuntime().halt(code);
    }
    nanos = System.nanoTime();
    exitCode = code;
    System.err.println(
        (Progress.TERMINAL ? "\n" : "")
            + "dendrite: stopping; interrupt again to stop at once, without saving");
    stop.run();
    at(
        nanos + GONE_NANOS,
        () -> {
          if (nothingToSave.getAsBoolean()) {
            System.err.println("dendrite: interrupted; there was nothing to save");
            Runtime.getRuntime().halt(code);
          }
        });
  }

  /**
   * Exit code of the program: 128 + the number of the signal that was received; 0 if no signal was
   * received.
   */
  int exitCode() {
    return exitCode;
  }

  /**
   * Ends the program after its last output, if a signal was received. The sender of the signal
   * (such as a scheduler) waits only ten seconds. Spark's own shutdown may take longer, since it
   * waits for executors that hang, and prints stack traces.
   */
  void leave(int code) {
    if (exitCode == 0) {
      return;
    }
    System.out.flush();
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    long end = Math.max(nanos + GONE_NANOS, System.nanoTime() + LEAST_NANOS);
    at(end, () -> Runtime.getRuntime().halt(code));
  }

  /**
   * Runs {@code work} when {@link System#nanoTime} reaches {@code nanos}, unless the program has
   * ended by then.
   */
  private static void at(long nanos, Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              while (nanos - System.nanoTime() > 0) {
                LockSupport.parkNanos(nanos - System.nanoTime());
              }
              work.run();
            },
            "dendrite-leave");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    before.forEach((name, handler) -> Signal.handle(new Signal(name), handler));
  }
}
