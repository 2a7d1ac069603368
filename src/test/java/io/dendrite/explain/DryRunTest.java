package io.dendrite.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.dendrite.config.Configs;
import io.dendrite.data.DataException;
import io.dendrite.engine.StepTimes;
import io.dendrite.input.SparkTest;
import io.dendrite.run.RunListener;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DryRunTest extends SparkTest {

  private RunPlan plan(String... sets) throws IOException {
    String[] all =
        with(
            sets,
            "data.label=label",
            "data.validation=0",
            "network.layers=[\"inner-product 16\", tanh, \"inner-product 3\"]",
            "train.epochs=3",
            "train.batch=50",
            "model.dir=" + dir.resolve("model"),
            "checkpoint.dir=" + dir.resolve("checkpoints"));
    return DryRun.run(SPARK, Configs.of(List.of(all)), new RunListener() {}, 500_000_000);
  }

  @Test
  void saysWhatARunDoesAndDoesNotRunIt() throws IOException {
    RunPlan plan = plan("data.train=" + write("rows.csv", csv(320)), "data.partitions=3");
    assertThat(plan.parameters()).isEqualTo(5 * 16 + 16 + 16 * 3 + 3);
    assertThat(plan.memory().vector()).isEqualTo(4 * 147);
    assertThat(plan.forwardFlop()).isEqualTo(2 * 50 * (5 * 16 + 16 * 3));
    assertThat(plan.backwardFlop()).isEqualTo(2 * 50 * (5 * 16 + 2 * 16 * 3));
    assertThat(plan.rows()).isEqualTo(320);
    assertThat(plan.partitions()).isEqualTo(3);
    assertThat(plan.stepsPerEpoch()).isEqualTo(7);
    assertThat(plan.stepSeconds()).isPositive();
    assertThat(plan.epochSeconds()).isEqualTo(7 * plan.stepSeconds());
    assertThat(plan.memory().driverBytes()).isLessThan(plan.memory().given().driverHeap());
    assertThat(dir.resolve("model")).doesNotExist();
    assertThat(dir.resolve("checkpoints")).doesNotExist();
  }

  /** What was measured is what the model says of it, whichever engine it was. */
  @Test
  void theModelOfScalingGivesTheMeasuredStepBack() throws IOException {
    String data = "data.train=" + write("rows.csv", csv(300));
    for (String engine : List.of("allreduce", "tree")) {
      RunPlan plan = plan(data, "data.partitions=3", "train.engine=" + engine);
      StepTimes times = plan.times();
      double passes = times.load() + times.forward() + times.backward();
      assertThat(plan.scaling().allReduce(1))
          .as(engine)
          .isCloseTo(passes + times.aggregate() + times.update(), withinPercentage(1e-6));
    }
  }

  /** Four of thirty numbers are there: the first product takes as many multiplications. */
  @Test
  void sparseRowsNeedFewerOperations() throws IOException {
    String data = "data.train=" + write("rows.libsvm", List.of("1 3:1", "2 7:2", "3 9:1 10:3"));
    RunPlan plan = plan(data, "data.sparseBelow=1", "data.format=libsvm", "data.partitions=1");
    assertThat(plan.sparse()).isTrue();
    assertThat(plan.forwardFlop()).isCloseTo(2 * 3 * (4 / 3.0 * 16 + 16 * 3), within(1e-6));
    assertThat(plan.backwardFlop()).isCloseTo(2 * 3 * (4 / 3.0 * 16 + 2 * 16 * 3), within(1e-6));
  }

  @Test
  void whatARunRefusesOfItsDataIsRefused() throws IOException {
    String data = "data.train=" + write("rows.csv", csv(30));
    assertThatThrownBy(() -> plan(data, "data.classWeights=[1, 2]"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("data.classWeights has 2 numbers");
  }

  @Test
  void whatCannotFitIsRefused() throws IOException {
    String data = "data.train=" + write("rows.csv", csv(30));
    String layers = "network.layers=[\"inner-product 200000000\", \"inner-product 3\"]";
    String[] sets = {data, "data.label=label", layers, "model.dir=" + dir.resolve("model")};
    assertThatThrownBy(() -> DryRun.run(SPARK, Configs.of(List.of(sets)), new RunListener() {}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the driver's heap is");
  }
}
