package io.dendrite.train;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The replicas of the jobs that run in this JVM, by the job's key. */
final class Replicas {
  private static final Map<String, Replica> RUNNING = new ConcurrentHashMap<>();

  private Replicas() {}

  static void put(String job, Replica replica) {
    RUNNING.put(job, replica);
  }

  /**
   * The replica of a job that is going on.
   *
   * @throws IllegalStateException if it is over
   */
  static Replica get(String job) {
    Replica replica = RUNNING.get(job);
    if (replica == null) {
      throw new IllegalStateException("the job " + job + " is over");
    }
    return replica;
  }

  static void remove(String job) {
    RUNNING.remove(job);
  }

  /** Replicas that lie here. */
  static int size() {
    return RUNNING.size();
  }
}
