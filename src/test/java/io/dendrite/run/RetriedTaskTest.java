package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskKilled;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tasks that are killed are done again; what their first attempts left counts for nothing. */
@Tag("fault")
class RetriedTaskTest extends TrainingTest {
  private static final int EVERY = 5;

  /** Kills the first attempt of some tasks. */
  private static final class Killer extends SparkListener {
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger killed = new AtomicInteger();

    @Override
    public void onTaskStart(SparkListenerTaskStart event) {
      if (event.taskInfo().attemptNumber() == 0 && started.incrementAndGet() % EVERY == 0) {
        SPARK.sparkContext().killTaskAttempt(event.taskInfo().taskId(), false, "for a test");
      }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd event) {
      if (event.reason() instanceof TaskKilled) {
        killed.incrementAndGet();
      }
    }
  }

  @Test
  void changeNothing() throws IOException {
    String[] sets = {
      "data.train=" + write("rows.csv", csv(2000)),
      "network.layers=[\"inner-product 400\", tanh, \"dropout 0.2\", \"inner-product 3\"]",
      "train.batch=500",
      "train.chunk=100",
      "train.epochs=40",
      "train.engine=tree"
    };
    String straight = train(sets).weightsSha256();
    Killer killer = new Killer();
    SPARK.sparkContext().addSparkListener(killer);
    try {
      assertThat(train(sets).weightsSha256()).isEqualTo(straight);
    } finally {
      SPARK.sparkContext().removeSparkListener(killer);
    }
    assertThat(killer.killed.get()).as("tasks killed").isPositive();
  }
}
