package io.dendrite.allreduce;

/**
 * Where a task takes part in a job of many steps.
 *
 * @param replica shared with the other tasks of the JVM
 * @param task which task it is
 * @param reports hears of every step that the first task of all has logged
 */
public record Rank(Replica replica, int task, Peers peers, Reports reports) {
  /** How the driver comes to know of steps. */
  public interface Reports {
    /** A step is done. */
    void step(Replica replica);
  }
}
