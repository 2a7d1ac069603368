package io.dendrite.allreduce;

/**
 * One task's role in an all-reduce job: its index, its shared state and its connections.
 *
 * @param replica state of the run, shared with the other tasks of the JVM
 * @param task index of the task in the job
 * @param reports called after every step that the job's first task has logged
 */
public record Rank(Replica replica, int task, Peers peers, Reports reports) {
  /** How a task informs the driver of steps. */
  public interface Reports {
    /** Called when a step is complete and logged. */
    void step(Replica replica);
  }
}
