package io.dendrite.allreduce;

import io.dendrite.reduce.Division;
import io.dendrite.reduce.FloatVector;
import io.dendrite.wire.Peer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The rendezvous of an all-reduce job on a cluster: the object through which tasks find the state
 * that they share. The tasks of an executor share a replica of the run's state, and exchange
 * gradient sums with the tasks of other executors. A task that fails throws its exception, so that
 * Spark ends all tasks of the job.
 *
 * @param job number of the all-reduce job
 * @param secret secret of the application; it is sent only as a part of Spark's tasks
 * @param coordinator name of the RPC endpoint of the job's {@link Coordinator}
 * @param state the parameter vector, followed by the optimiser's state vectors
 * @param from number of steps of the run that were done before the job
 */
record ExecutorRendezvous(
    long job,
    byte[] secret,
    String coordinator,
    Broadcast<FloatVector[]> state,
    long from,
    long until,
    long timeoutNanos)
    implements Rendezvous {

  @Override
  public AllReduceWork.Outcome run(int task, int[] elements, Consumer<Rank> steps) {
    if (TaskContext.get().stageAttemptNumber() > 0) {
      throw new IllegalStateException("Spark began the job again");
    }
    SparkEnv env = SparkEnv.get();
    String host = env.blockManager().blockManagerId().host();
    CoordinatorClient line = new CoordinatorClient(coordinator, secret, timeoutNanos);
    Coordinator.Roster roster =
        line.join(
            new Coordinator.Join(
                task, env.executorId(), host, Replicas.HERE.wire(host, secret).port()));
    Division division = roster.division();
    int executor = division.executorOf(roster.task());
    Replica replica = Replicas.HERE.share(job, () -> replica(roster, executor, elements));
    List<Runnable> watches = new ArrayList<>();
    try {
      Peer[] peers = connect(roster.executors(), executor, replica, watches);
      line.ready();
      boolean first = roster.task() == 0;
      if (first) {
        line.listen(replica);
      }
      Peers all = new Peers(job, roster.task(), replica, elements, peers);
      steps.accept(new Rank(replica, roster.task(), all, first ? line : done -> {}));
      return new AllReduceWork.Outcome(null, part(replica, roster.task(), elements));
    } catch (Throwable e) {
      // Scala throws checked exceptions without declaring them.
      replica.barrier.fail(e);
      throw e;
    } finally {
      watches.forEach(Runnable::run);
      Replicas.HERE.leave(job);
    }
  }

  private Replica replica(Coordinator.Roster roster, int executor, int[] elements) {
    FloatVector[] vectors = state.value();
    float[][] copies =
        Arrays.stream(vectors).map(vector -> vector.values().clone()).toArray(float[][]::new);
    float[][] slots = Arrays.copyOfRange(copies, 1, copies.length);
    String[] names =
        Arrays.stream(roster.executors()).map(Coordinator.Join::name).toArray(String[]::new);
    return new Replica(
        roster.division(), executor, names, elements, copies[0], slots, from, until, timeoutNanos);
  }

  private Peer[] connect(
      Coordinator.Join[] executors, int self, Replica replica, List<Runnable> watches) {
    Peer[] peers = new Peer[executors.length];
    for (int i = 0; i < peers.length; i++) {
      if (i == self) {
        continue;
      }
      Coordinator.Join other = executors[i];
      String name = other.name();
      try {
        peers[i] =
            Replicas.HERE.wire(executors[self].host(), secret).connect(other.host(), other.port());
      } catch (IOException e) {
        throw new IllegalStateException(
            name + " is not reached at port " + other.port() + ": " + e.getMessage(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while connecting to " + name, e);
      }
      watches.add(
          peers[i].watch(
              () ->
                  replica.barrier.fail(
                      new IllegalStateException("the connection to " + name + " was lost"))));
    }
    return peers;
  }

  private static AllReduceWork.Part part(Replica replica, int task, int[] elements) {
    int from = elements[replica.division.firstBlock(task)];
    int end = elements[replica.division.firstBlock(task + 1)];
    FloatVector[] slots =
        Arrays.stream(replica.slots)
            .map(slot -> new FloatVector(Arrays.copyOfRange(slot, from, end)))
            .toArray(FloatVector[]::new);
    FloatVector parameters = new FloatVector(Arrays.copyOfRange(replica.parameters, from, end));
    return new AllReduceWork.Part(
        from, parameters, slots, task == 0 ? replica.log : null, Replicas.HERE.refusals());
  }
}
