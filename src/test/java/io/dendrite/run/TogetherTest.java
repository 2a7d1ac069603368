package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Several runs at once, in one JVM and one Spark session: each gives the bits of itself alone. */
class TogetherTest extends TrainingTest {
  private String[] sets(Path data, int run, String model) {
    return new String[] {
      "data.train=" + data,
      "model.dir=" + dir.resolve(model),
      "train.seed=" + run,
      "train.epochs=4",
      "train.engine=" + (run % 2 == 0 ? "tree" : "allreduce"),
      "train.optimizer.type=" + (run < 2 ? "sgd" : "adagrad")
    };
  }

  @Test
  void runsDoNotDisturbEachOther() throws Exception {
    List<Path> data = new ArrayList<>();
    List<String> alone = new ArrayList<>();
    for (int run = 0; run < 4; run++) {
      data.add(write("rows" + run + ".csv", csv(200 + 30 * run)));
      alone.add(train(sets(data.get(run), run, "alone" + run)).weightsSha256());
    }
    assertThat(alone).doesNotHaveDuplicates();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<String>> runs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int run = i;
        runs.add(
            () -> {
              String[] sets = sets(data.get(run), run, "together" + run);
              return train(new Heard(), false, sets).weightsSha256();
            });
      }
      List<String> together = new ArrayList<>();
      for (Future<String> run : threads.invokeAll(runs)) {
        together.add(run.get());
      }
      assertThat(together).isEqualTo(alone);
    } finally {
      threads.shutdownNow();
    }
  }
}
