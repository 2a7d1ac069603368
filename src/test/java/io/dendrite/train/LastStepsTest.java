package io.dendrite.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steps of a run that is asked to stop. */
class LastStepsTest extends SparkTest {
  private static final JavaSparkContext CONTEXT = new JavaSparkContext(SPARK.sparkContext());
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private static void hang() {
    CONTEXT
        .parallelize(List.of(1), 1)
        .foreach(
            row -> {
              while (!org.apache.spark.TaskContext.get().isInterrupted()) {
                NEVER.await(10, java.util.concurrent.TimeUnit.MILLISECONDS);
              }
            });
  }

  @Test
  @Timeout(60)
  void whatHangsIsGivenUp() {
    try (LastSteps last = new LastSteps(CONTEXT, () -> true)) {
      assertThat(last.attempt(LastStepsTest::hang)).isEqualTo("they did not end within 5 s");
    }
    assertThat(CONTEXT.getJobTags()).isEmpty();
  }

  @Test
  void failedJobsOfARunThatEndsAreNotItsFault() {
    RuntimeException failure = JobFailure.of(new IllegalStateException("executor 1: lost"));
    Runnable steps =
        () -> {
          throw failure;
        };
    try (LastSteps last = new LastSteps(CONTEXT, () -> true)) {
      assertThat(last.attempt(() -> {})).isNull();
      assertThat(last.attempt(steps)).isEqualTo("executor 1: lost");
      assertThatThrownBy(
              () ->
                  last.attempt(
                      () -> {
                        throw new DataException("rows.csv changed");
                      }))
          .hasMessage("rows.csv changed");
      assertThat(CONTEXT.getJobTags()).isEmpty();
    }
    try (LastSteps going = new LastSteps(CONTEXT, () -> false)) {
      assertThatThrownBy(() -> going.attempt(steps)).isSameAs(failure);
    }
  }
}
