package io.dendrite.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dendrite.engine.StepTimes;
import io.dendrite.explain.RunPlan;
import io.dendrite.explain.ScalingModel;
import io.dendrite.memory.ByteSize;
import io.dendrite.memory.MemoryGiven;
import io.dendrite.memory.MemoryNeed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTextTest {
  private static PlanResult plan(boolean local, boolean allReduce) {
    long mib = 1 << 20;
    MemoryGiven given =
        new MemoryGiven(local, 2048 * mib, 1024 * mib, 384 * mib, 3, 1024 * mib, mib / 2);
    StepTimes times = new StepTimes(0.001, 0.002, 0.003, 0.004, 0.005, 0.006, 0.0075);
    RunPlan plan =
        new RunPlan(
            List.of("a: BLAS, 1 thread, 90 GFLOP/s a task"),
            262_144,
            !local,
            1000,
            3 * mib,
            4,
            100,
            allReduce,
            2,
            2e9,
            3e9,
            new MemoryNeed(given, mib, 5, 5, 9 * mib),
            20,
            0.25,
            0.125,
            0.5,
            times,
            10,
            8,
            3,
            new ScalingModel(
                262_144,
                100,
                2,
                new ScalingModel.Passes(new int[] {1, 100}, new double[] {0.004, 0.4}),
                0.01,
                new ScalingModel.Network(0.001, 1e-5, 1 << 30, "3 executors"),
                new ScalingModel.Jobs(0.01, 0.001, 1 << 28)));
    return PlanResult.of(plan);
  }

  @Test
  void localRun() {
    assertThat(PlanText.text(plan(true, true)).lines())
        .startsWith(
            "computes on   a: BLAS, 1 thread, 90 GFLOP/s a task",
            "network       262,144 parameters (1.0 MiB)",
            "data          1,000 rows to train (3.0 MiB cached), 4 partitions",
            "step          100 rows in 2 tasks, all-reduce engine, median 250 ms per step (8 of 10 steps took 125 ms to 500 ms)",
            "  broadcast   1.0 MiB handed over in memory, 1.00 ms",
            "  load        100 rows gathered and scaled, 2.00 ms",
            "  forward     2.00 GFLOP, 3.00 ms",
            "  backward    3.00 GFLOP, 4.00 ms",
            "  aggregate   5 gradients of 1.0 MiB in memory, 5.00 ms",
            "  update      6.00 ms",
            "  waiting     7.50 ms, for other tasks and for messages",
            "heap          14.0 MiB at least besides cached rows, of 2.0 GiB",
            "time          10 steps an epoch, 2.5 s; 8 epochs of 3 networks, 60.0 s (predicted from 20 timed steps; without loading, pre-training, validation and checkpoints)");
  }

  @Test
  void onAClusterVectorsTravelAndExecutorsHaveTheirOwnHeap() {
    assertThat(PlanText.text(plan(false, false)).lines())
        .contains(
            "network       262,144 parameters (1.0 MiB), first inner product over sparse rows; parameters and gradients dense",
            "  broadcast   1.0 MiB to each executor, 1.00 ms",
            "  aggregate   5 gradients of 1.0 MiB to the driver, 5.00 ms",
            "driver heap   5.0 MiB at least besides cached rows, of 2.0 GiB",
            "executor heap 9.0 MiB at least besides cached rows, of 1.0 GiB",
            "  outside it  6.0 MiB for matrix products, of 384.0 MiB",
            "results       5.0 MiB a step, of 1.0 GiB; a gradient is fetched later, since it is above 512.0 KiB");
  }

  @Test
  void betweenExecutorsSlicesTravel() {
    assertThat(PlanText.text(plan(false, true)).lines())
        .contains(
            "step          100 rows in 2 tasks, all-reduce engine, median 250 ms per step (8 of 10 steps took 125 ms to 500 ms)",
            "  broadcast   1.0 MiB to each executor before a job, not in it: 1.00 ms",
            "  aggregate   slices of 1.0 MiB between executors, 5.00 ms",
            "results       5.0 MiB a job, of 1.0 GiB; a vector is fetched later, since it is above 512.0 KiB");
  }

  @Test
  void whatMoreExecutorsWouldBring() {
    assertThat(PlanText.text(plan(true, true)).lines().skip(13))
        .startsWith(
            "scaling       a step by the all-reduce and by the tree engine on executors of 2 tasks each",
            "            1     210 ms         476 rows/s      238 ms       421 rows/s",
            "            2     112 ms         893 rows/s      147 ms       678 rows/s")
        .endsWith(
            "  worth it    up to 32 (all-reduce) and 8 (tree) executors: twice as many save less than a tenth of a step",
            "  by          1.00 ms for the messages of a step between two executors, 0.0300 ms for each further one, 1.0 GiB/s (3 executors); 10.0 ms for a Spark job, 1.00 ms for each task, 256.0 MiB/s (predicted; src/site/markdown/clusters.md has the formulas)");
  }

  private static List<String> fields(JsonNode json) {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void fieldsOfItsJson() throws IOException {
    List<String> expected =
        new ArrayList<>(
            List.of(
                ("machines parameters sparse rows cachedBytes partitions batch allReduce tasks forwardFlop"
                        + " backwardFlop local vectorBytes results driverBytes driverHeap stepSeconds fastSeconds"
                        + " slowSeconds timedSteps broadcastSeconds loadSeconds forwardSeconds backwardSeconds"
                        + " aggregateSeconds updateSeconds schedulingSeconds stepsPerEpoch epochs networks"
                        + " epochSeconds scaling")
                    .split(" ")));
    for (int executors : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024}) {
      expected.add("allReduceSeconds" + executors);
      expected.add("treeSeconds" + executors);
    }
    JsonNode local = new ObjectMapper().readTree(Json.of(plan(true, true)));
    assertThat(fields(local)).isEqualTo(expected);
    assertThat(local.get("driverHeap").asLong()).isEqualTo(2L << 30);
    assertThat(local.get("schedulingSeconds").asDouble()).isEqualTo(0.0075);
    assertThat(local.get("scaling").toString())
        .isEqualTo(
            """
            {"parameters":262144,"batch":100,"tasksPerExecutor":2,\
            "passes":{"rows":[1,100],"seconds":[0.004,0.4]},"updateSeconds":0.01,\
            "network":{"exchange":0.001,"message":1.0E-5,"bytesPerSecond":1.073741824E9,"between":"3 executors"},\
            "jobs":{"job":0.01,"task":0.001,"bytesPerSecond":2.68435456E8}}""");
    expected.addAll(
        expected.indexOf("stepSeconds"),
        List.of(
            ("executorBytes executorHeap executorNativeBytes executorOverhead resultBytes resultLimit"
                    + " directResultLimit")
                .split(" ")));
    assertThat(fields(new ObjectMapper().readTree(Json.of(plan(false, true))))).isEqualTo(expected);
  }

  @Test
  void bytesForPeople() {
    assertThat(ByteSize.text(88)).isEqualTo("0.1 KiB");
    assertThat(ByteSize.text((1 << 20) - 1)).isEqualTo("1024.0 KiB");
    assertThat(ByteSize.text(1 << 20)).isEqualTo("1.0 MiB");
    assertThat(ByteSize.text(3L << 29)).isEqualTo("1.5 GiB");
  }
}
