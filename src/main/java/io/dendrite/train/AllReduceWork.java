package io.dendrite.train;

import io.dendrite.data.Shares;
import io.dendrite.optim.Optimizer;
import io.dendrite.optim.Schedule;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/**
 * What the tasks of a job of many steps are told.
 *
 * @param seating where they share their state
 * @param rateFactor what the schedule's rate is multiplied by
 * @param from steps done before
 */
record AllReduceWork(
    Seating seating,
    Broadcast<TaskSetup> setup,
    Broadcast<ShardedRows.Census> census,
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
   * How a task ended.
   *
   * @param failure null if it did its steps
   * @param part what it has to hand in; null if the driver sees the state itself
   */
  record Outcome(Throwable failure, Part part) implements Serializable {}

  /**
   * A slice of the new state, and from the first task the log of the steps.
   *
   * @param from first element
   * @param log null but from the first task
   */
  record Part(int from, FloatVector parameters, FloatVector[] slots, StepLog log)
      implements Serializable {}

  @Override
  public Outcome run(int task, ShardJob.Blocks blocks) {
    return seating.run(
        task,
        optimizer.blocks().from(),
        seat -> {
          try (ReplicaTask steps = new ReplicaTask(this, seat, blocks)) {
            steps.run();
          }
        });
  }

  Shares shares() {
    int shards = census.value().rows().length;
    long[] rows = new long[shards];
    for (int shard = 0; shard < shards; shard++) {
      rows[shard] = census.value().rowsOf(shard);
    }
    return new Shares(rows, batch);
  }
}
