package io.dendrite.train;

import io.dendrite.data.Shares;
import io.dendrite.optim.Optimizer;
import io.dendrite.optim.Schedule;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/**
 * What the tasks of a job of many steps are told.
 *
 * @param job key of the {@link Replica}
 * @param ranges first shard of each task, and one more entry: the number of shards
 * @param from steps done before
 */
record AllReduceWork(
    String job,
    Broadcast<TaskSetup> setup,
    Broadcast<ShardedRows.Census> census,
    Optimizer optimizer,
    Schedule schedule,
    int epochs,
    int batch,
    long seed,
    boolean weighted,
    int[] ranges,
    long from)
    implements ShardJob.Work<AllReduceWork.Outcome> {

  /**
   * How a task ended. A failure is a result like another, since Spark would repeat a failed barrier
   * stage four times, and keep no more of the cause than its text.
   *
   * @param failure null if it did its steps
   */
  record Outcome(Throwable failure) implements Serializable {}

  @Override
  public Outcome run(int first, int end, ShardJob.Blocks blocks) {
    Replica replica = Replicas.get(job);
    int task = 0;
    while (ranges[task] != first) {
      task++;
    }
    try (ReplicaTask work = new ReplicaTask(this, replica, task, blocks)) {
      work.run();
      return new Outcome(null);
    } catch (RuntimeException | Error e) {
      replica.meeting.fail(e);
      return new Outcome(e);
    }
  }

  Shares shares() {
    int shards = ranges[ranges.length - 1];
    long[] rows = new long[shards];
    for (int shard = 0; shard < shards; shard++) {
      rows[shard] = census.value().rowsOf(shard);
    }
    return new Shares(rows, batch);
  }
}
