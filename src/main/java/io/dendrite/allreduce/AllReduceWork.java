package io.dendrite.allreduce;

import io.dendrite.data.Shares;
import io.dendrite.engine.StepLog;
import io.dendrite.optim.Optimizer;
import io.dendrite.optim.Schedule;
import io.dendrite.reduce.FloatVector;
import io.dendrite.shards.BarrierJob;
import io.dendrite.shards.ShardJob;
import io.dendrite.shards.ShardedRows;
import io.dendrite.task.TaskSetup;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/**
 * The work of the tasks of an all-reduce job, as the driver sends it to them.
 *
 * @param rendezvous object through which the tasks find the state that they share
 * @param rateFactor factor by which the schedule's learning rate is multiplied
 * @param from number of steps of the run that were done before this job
 */
public record AllReduceWork(
    Rendezvous rendezvous,
    Broadcast<TaskSetup> setup,
    Broadcast<ShardedRows.Manifest> manifest,
    Optimizer optimizer,
    Schedule schedule,
    double rateFactor,
    int epochs,
    int batch,
    long seed,
    boolean weighted,
    long from)
    implements BarrierJob.Work<AllReduceWork.Outcome> {

  /**
   * What a task of an all-reduce job returns.
   *
   * @param failure why the task failed; null if it did all its steps
   * @param part the task's slice of the run's new state; null in local mode, where the driver can
   *     read the whole state in its own JVM
   */
  public record Outcome(Throwable failure, Part part) implements Serializable {}

  /**
   * One task's slice of the run's new state; the slice of the job's first task also holds the log
   * of the steps.
   *
   * @param from index of the slice's first element in the parameter vector
   * @param log log of the job's steps, returned by the job's first task; null for all other tasks
   * @param refused a sentence about connections and messages that the executor's port refused; null
   *     if there were none
   */
  record Part(int from, FloatVector parameters, FloatVector[] slots, StepLog log, String refused)
      implements Serializable {}

  @Override
  public Outcome run(int task, ShardJob.Blocks blocks) {
    return rendezvous.run(
        task,
        optimizer.blocks().from(),
        rank -> {
          try (ReplicaTask steps = new ReplicaTask(this, rank, blocks)) {
            steps.run();
          }
        });
  }

  Shares shares() {
    int shards = manifest.value().rows().length;
    long[] rows = new long[shards];
    for (int shard = 0; shard < shards; shard++) {
      rows[shard] = manifest.value().rowsOf(shard);
    }
    return new Shares(rows, batch);
  }
}
