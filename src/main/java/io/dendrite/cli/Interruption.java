package io.dendrite.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Turns the first SIGINT or SIGTERM into a request to stop; the second ends the program at once. A
 * signal handler and not a shutdown hook, which would race those of Spark and HDFS.
 */
final class Interruption implements AutoCloseable {
  /** From the signal on. */
  private static final long GONE_NANOS = TimeUnit.SECONDS.toNanos(8);

  /** Spark has so long to stop, even after a checkpoint that took long. */
  private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final Map<String, Integer> CODES = Map.of("INT", 130, "TERM", 143);

  private final Map<String, SignalHandler> before = new ConcurrentHashMap<>();
  private volatile int exitCode;
  private volatile long nanos;

  private Interruption() {}

  /** Watches until closed. */
  static Interruption watch(Runnable stop) {
    Interruption watch = new Interruption();
    CODES.forEach(
        (name, code) ->
            watch.before.put(
                name,
                Signal.handle(
                    new Signal(name),
                    signal -> {
                      if (watch.exitCode != 0) {
                        Runtime.getRuntime().halt(code);
                      }
                      watch.nanos = System.nanoTime();
                      watch.exitCode = code;
                      System.err.println(
                          "\ndendrite: stopping after this step; once more to stop at once");
                      stop.run();
                    })));
    return watch;
  }

  /** 128 + the number of the signal that came; 0 if none did. */
  int exitCode() {
    return exitCode;
  }

  /**
   * After the last word: who sent the signal waits for ten seconds, but Spark, as it stops, for
   * executors that hang, and prints stack traces.
   */
  void leave(int code) {
    if (exitCode == 0) {
      return;
    }
    System.out.flush();
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    long end = Math.max(nanos + GONE_NANOS, System.nanoTime() + LEAST_NANOS);
    Thread halt =
        new Thread(
            () -> {
              while (end - System.nanoTime() > 0) {
                LockSupport.parkNanos(end - System.nanoTime());
              }
              Runtime.getRuntime().halt(code);
            },
            "dendrite-leave");
    halt.setDaemon(true);
    halt.start();
  }

  @Override
  public void close() {
    before.forEach((name, handler) -> Signal.handle(new Signal(name), handler));
  }
}
