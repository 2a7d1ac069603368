package io.dendrite.allreduce;

/**
 * The part that a task takes in a job of many steps.
 *
 * @param replica shared with the other tasks of the JVM
 * @param task index of the task
 * @param reports receives every step that the first of all tasks has logged
 */
public record Rank(Replica replica, int task, Peers peers, Reports reports) {
  /** How the driver learns of steps. */
  public interface Reports {
    /** A step is done. */
    void step(Replica replica);
  }
}
