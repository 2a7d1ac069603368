package io.dendrite.engine;

import io.dendrite.reduce.GradientSum;
import io.dendrite.shards.ShardedRows;
import io.dendrite.task.GradientWork;
import io.dendrite.task.StepParameters;
import io.dendrite.task.TaskSetup;
import java.io.Serializable;
import java.util.List;
import java.util.UUID;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The transport for local mode, where driver and tasks share one JVM: vectors are handed over in
 * memory, and the gradient arrays are reused.
 *
 * <p>Tasks read the driver's own parameters, which change only after a step's job has ended. If a
 * task of a failed job runs longer than the job, the result of the task is never used.
 */
final class MemoryTransport implements Transport {
  private final String run = UUID.randomUUID().toString();
  private final Broadcast<TaskSetup> setup;
  private final int shardsPerGroup;

  MemoryTransport(Broadcast<TaskSetup> setup, int shardsPerGroup) {
    this.setup = setup;
    this.shardsPerGroup = shardsPerGroup;
  }

  private record Shared(String run, long step) implements StepParameters {
    @Override
    public float[] value() {
      return Exchange.parameters(run, step);
    }
  }

  /**
   * The gradient sum of a group of shards without the gradient array, which is in the {@link
   * Exchange}.
   */
  private record Ticket(int shard, long attempt, GradientSum withoutArray)
      implements Serializable {}

  @Override
  public StepParameters send(float[] parameters, long step) {
    Exchange.putParameters(run, step, parameters);
    return new Shared(run, step);
  }

  @Override
  public List<GradientSum> collect(ShardedRows data, int[][] needed, GradientWork work) {
    String run = this.run;
    long step = work.step();
    return data
        .run(
            needed,
            shardsPerGroup,
            Ticket.class,
            (first, end, blocks) -> {
              GradientSum sum = work.run(first, end, blocks);
              long attempt = TaskContext.get().taskAttemptId();
              if (sum.gradient() != null) {
                Exchange.putGradient(run, step, first, attempt, sum.gradient());
              }
              return new Ticket(first, attempt, sum.with(null));
            })
        .stream()
        .map(
            ticket ->
                ticket.withoutArray().rows() == 0
                    ? ticket.withoutArray()
                    : ticket
                        .withoutArray()
                        .with(Exchange.takeGradient(run, step, ticket.shard(), ticket.attempt())))
        .toList();
  }

  @Override
  public void end(StepParameters sent, List<GradientSum> gradients) {
    Exchange.withdraw(run, ((Shared) sent).step());
    for (GradientSum sum : gradients) {
      if (sum.gradient() != null) {
        setup.value().giveBackGradient(sum.gradient());
      }
    }
  }
}
