package io.dendrite.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.input.Notices;
import io.dendrite.input.SparkTest;
import io.dendrite.shards.Slots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class MachinesTest extends SparkTest {
  @Test
  void everyHostSaysWhatItComputesWithAndHowFast() {
    List<String> hosts = new ArrayList<>();
    List<String> notices = new ArrayList<>();
    Notices listener =
        new Notices() {
          @Override
          public void machines(List<String> lines) {
            hosts.addAll(lines);
          }

          @Override
          public void notice(String sentence) {
            notices.add(sentence);
          }
        };
    String blas =
        Machines.agree(new JavaSparkContext(SPARK.sparkContext()), "auto", false, listener);
    assertThat(hosts)
        .singleElement()
        .asString()
        .contains(blas)
        .matches(".*, 1 thread, [1-9]\\d* GFLOP/s a task");
    assertThat(notices).noneMatch(notice -> notice.contains("waits for its slowest"));
  }

  @Test
  void aSlowHostIsNamed() {
    List<Machines.Answer> answers =
        List.of(answer("a", 90), answer("b", 20), answer("b", 30), answer("c", 80), slowOnA());
    Map<String, Double> rates = Machines.rates(answers);
    assertThat(rates).containsEntry("b (executor 0)", 30.0);
    assertThat(Machines.slow(rates))
        .hasSize(2)
        .anyMatch(sentence -> sentence.startsWith("a (executor 7) multiplies matrices at 10"))
        .anyMatch(
            sentence ->
                sentence.startsWith(
                    "b (executor 0) multiplies matrices at 30 GFLOP/s a task, the fastest executor at 90"));
    assertThat(Machines.slow(Map.of("a", 90.0, "c", 60.0))).isEmpty();
  }

  @Test
  void sparkKnowsHowManyTasksRunAtOnce() throws Exception {
    JavaSparkContext spark = new JavaSparkContext(SPARK.sparkContext());
    spark.sc().listenerBus().waitUntilEmpty();
    assertThat(Slots.tasksAtOnce(spark)).isEqualTo(Map.of("driver", spark.defaultParallelism()));
  }

  @Test
  void moreTasksThanCoresAreSaid() {
    List<Machines.Answer> answers =
        List.of(answer("a", "0"), answer("b", "1"), answer("b", "2"), answer("b", "1"));
    assertThat(Machines.crowded(answers, Map.of("0", 2, "1", 1, "2", 1))).isEmpty();
    assertThat(Machines.crowded(answers, Map.of("0", 2, "1", 2, "2", 2)))
        .singleElement()
        .asString()
        .startsWith("4 tasks run at once on the 2 cores of host b, which makes each slower");
  }

  private static Machines.Answer slowOnA() {
    return new Machines.Answer("a", "7", "BLAS", true, 1, null, List.of(), 10, 2);
  }

  private static Machines.Answer answer(String host, double gflops) {
    return new Machines.Answer(host, "0", "BLAS", true, 1, null, List.of(), gflops, 2);
  }

  private static Machines.Answer answer(String host, String executor) {
    return new Machines.Answer(host, executor, "BLAS", true, 1, null, List.of(), 90, 2);
  }
}
