package io.dendrite.allreduce;

/**
 * One task's role in an all-reduce job: its index, its shared state and its connections.
 *
 * @param replica state of the run, shared with the other tasks of the JVM
 * @param task index of the task in the job
 * @param reports object that is called after every step that the job's first task has logged
 */
public record Rank(Replica replica, int task, Peers peers, Reports reports) {
  /** Informs the driver of the steps that are done. */
  public interface Reports {
    /** Called when a step is complete and logged. */
    void step(Replica replica);
  }
}
