package io.dendrite.cli.text;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dendrite.engine.StepTimes;
import io.dendrite.explain.RunPlan;
import io.dendrite.explain.ScalingModel;
import io.dendrite.memory.MemoryNeed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of {@code train --explain}: a {@link RunPlan} for output, whose numbers are in bytes,
 * FLOP per step and seconds.
 *
 * @param memory what the driver sends, receives and holds in memory
 * @param executors memory of each executor, and the results that executors send; null in local mode
 * @param byExecutors seconds of a step that the {@code scaling} model predicts on 1, 2, 4 ... 1,024
 *     executors
 */
public record PlanResult(
    List<String> machines,
    int parameters,
    boolean sparse,
    long rows,
    long cachedBytes,
    int partitions,
    int batch,
    boolean allReduce,
    int tasks,
    double forwardFlop,
    double backwardFlop,
    @JsonUnwrapped Memory memory,
    @JsonUnwrapped Executors executors,
    double stepSeconds,
    double fastSeconds,
    double slowSeconds,
    int timedSteps,
    @JsonUnwrapped(suffix = "Seconds") StepTimes times,
    long stepsPerEpoch,
    int epochs,
    int networks,
    double epochSeconds,
    ScalingModel scaling,
    @JsonUnwrapped Numbers byExecutors) {

  /**
   * The size of the vectors that the driver sends and receives, and how much heap the driver needs
   * and has.
   *
   * @param results number of vectors that the tasks of a job return to the driver
   */
  public record Memory(
      boolean local, long vectorBytes, int results, long driverBytes, long driverHeap) {
    private static Memory of(MemoryNeed m) {
      return new Memory(
          m.given().local(), m.vector(), m.results(), m.driverBytes(), m.given().driverHeap());
    }
  }

  /**
   * The memory of each executor, and the size of the results that executors send to the driver.
   *
   * @param executorOverhead limit on an executor's memory outside of its heap, in bytes; 0 if the
   *     cluster manager sets none
   * @param resultLimit limit on the total size of the results of a job, in bytes; 0 if there is no
   *     limit
   * @param directResultLimit size in bytes above which a task's result is fetched later, instead of
   *     being sent with the message that the task has ended
   */
  public record Executors(
      long executorBytes,
      long executorHeap,
      long executorNativeBytes,
      long executorOverhead,
      long resultBytes,
      long resultLimit,
      long directResultLimit) {
    private static Executors of(MemoryNeed m) {
      return new Executors(
          m.taskBytes(),
          m.given().executorHeap(),
          m.nativeBytes(),
          m.given().executorOverhead(),
          m.resultBytes(),
          m.given().results(),
          m.given().directResult());
    }
  }

  public static PlanResult of(RunPlan p) {
    return new PlanResult(
        p.machines(),
        p.parameters(),
        p.sparse(),
        p.rows(),
        p.cachedBytes(),
        p.partitions(),
        p.batch(),
        p.allReduce(),
        p.tasks(),
        p.forwardFlop(),
        p.backwardFlop(),
        Memory.of(p.memory()),
        p.memory().given().local() ? null : Executors.of(p.memory()),
        p.stepSeconds(),
        p.fastSeconds(),
        p.slowSeconds(),
        p.timedSteps(),
        p.times(),
        p.stepsPerEpoch(),
        p.epochs(),
        p.networks(),
        p.epochSeconds(),
        p.scaling(),
        byExecutors(p.scaling()));
  }

  private static Numbers byExecutors(ScalingModel model) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (int executors = 1; executors <= ScalingModel.MOST; executors *= 2) {
      seconds.put("allReduceSeconds" + executors, model.allReduce(executors));
      seconds.put("treeSeconds" + executors, model.tree(executors));
    }
    return new Numbers(seconds);
  }
}
