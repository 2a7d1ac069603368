package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.data.DataException;
import io.dendrite.task.JobFailure;
import io.dendrite.task.NonFiniteException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Work of a run that is asked to stop. */
class StopDeadlineTest extends TrainingTest {
  private static final JavaSparkContext CONTEXT = new JavaSparkContext(SPARK.sparkContext());
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private static String hang() {
    CONTEXT
        .parallelize(List.of(1), 1)
        .foreach(
            row -> {
              while (!TaskContext.get().isInterrupted()) {
                NEVER.await(10, TimeUnit.MILLISECONDS);
              }
            });
    return "done";
  }

  @Test
  @Timeout(60)
  void whatHangsIsGivenUpAndNothingElseIsBegun() {
    try (StopDeadline deadline = new StopDeadline(CONTEXT, () -> true)) {
      assertThatThrownBy(() -> deadline.attempt("loading", StopDeadlineTest::hang))
          .isInstanceOf(GivenUpException.class)
          .hasMessage("loading given up: not done within 5 s");
      assertThatThrownBy(() -> deadline.attempt("validation", () -> "done"))
          .hasMessage("validation given up: not done within 5 s");
    }
    assertThat(CONTEXT.getJobTags()).isEmpty();
  }

  @Test
  void failedJobsOfARunThatEndsAreNotItsFault() throws Exception {
    RuntimeException failure = JobFailure.of(new IllegalStateException("executor 1: lost"));
    StopDeadline.Work<String> work =
        () -> {
          throw failure;
        };
    try (StopDeadline deadline = new StopDeadline(CONTEXT, () -> true)) {
      assertThat(deadline.attempt("steps", () -> "done")).isEqualTo("done");
      assertThatThrownBy(() -> deadline.attempt("steps", work))
          .isInstanceOf(GivenUpException.class)
          .hasMessage("steps given up: executor 1: lost");
      assertThat(CONTEXT.getJobTags()).isEmpty();
    }
    try (StopDeadline going = new StopDeadline(CONTEXT, () -> false)) {
      assertThatThrownBy(() -> going.attempt("steps", work)).isSameAs(failure);
    }
  }

  static Stream<Exception> told() {
    return Stream.of(
        new DataException("rows.csv changed"),
        new NonFiniteException("step 3"),
        new IllegalArgumentException("train.batch"),
        new IOException("no such file"));
  }

  @ParameterizedTest
  @MethodSource("told")
  void whatTheUserCanMendIsTold(Exception failure) {
    try (StopDeadline deadline = new StopDeadline(CONTEXT, () -> true)) {
      assertThatThrownBy(
              () ->
                  deadline.attempt(
                      "loading",
                      () -> {
                        if (failure instanceof IOException io) {
                          throw io;
                        }
                        throw (RuntimeException) failure;
                      }))
          .isSameAs(failure);
    }
  }
}
