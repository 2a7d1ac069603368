package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.checkpoint.CheckpointStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;

/**
 * The store of the checkpoints breaks while a run trains, and is mended: the run misses checkpoints
 * and nothing else.
 */
abstract class SavingFaults extends TrainingTest {
  String store;
  String[] run;

  static Configuration hadoop() {
    return SPARK.sparkContext().hadoopConfiguration();
  }

  /** Six steps an epoch. */
  @BeforeEach
  void settings() throws IOException {
    run = with(new String[0], "data.train=" + write("rows.csv", csv(300)), "train.epochs=4");
  }

  /** Every third step is saved. */
  final String[] saving(String... more) {
    return with(with(run, "checkpoint.dir=" + store, "checkpoint.every=3 steps"), more);
  }

  /** Something done to the store. */
  interface Action {
    void run() throws Exception;
  }

  static void now(Action action) {
    try {
      action.run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Breaks the store after the second checkpoint, and mends it when two were missed. */
  static class Breaking extends Heard {
    private final Action begin;
    private final Action end;

    Breaking(Action begin, Action end) {
      this.begin = begin;
      this.end = end;
    }

    @Override
    public void saved(String path) {
      super.saved(path);
      if (saved.size() == 2) {
        now(begin);
      }
    }

    @Override
    public void notice(String sentence) {
      super.notice(sentence);
      if (missed().size() == 2) {
        now(end);
      }
    }

    List<String> missed() {
      return notices.stream()
          .filter(notice -> notice.startsWith("cannot save the checkpoint"))
          .toList();
    }
  }

  final void goesOn(Action begin, Action end, String reason) throws Exception {
    String straight = train(run).weightsSha256();
    Breaking heard = new Breaking(begin, end);
    TrainResult result = train(heard, false, saving());
    assertThat(heard.missed()).hasSize(2);
    assertThat(heard.missed().get(0))
        .startsWith("cannot save the checkpoint of step 9 ")
        .contains(
            reason,
            "the run goes on without it (checkpoint.onFailure = continue), the last good one is")
        .contains("ckpt-000000000006");
    assertThat(heard.missed().get(1)).contains("step 12 ");
    assertThat(result.weightsSha256()).isEqualTo(straight);
    assertThat(steps()).containsExactly(18L, 21L, 24L);
    Heard again = new Heard();
    assertThat(train(again, true, saving()).weightsSha256()).isEqualTo(straight);
    assertThat(names()).allMatch(name -> name.startsWith("ckpt-"));
  }

  final List<Long> steps() throws IOException {
    return new CheckpointStore(store, hadoop())
        .list().stream().map(CheckpointStore.Entry::step).toList();
  }

  final List<String> names() throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(store);
    return Arrays.stream(path.getFileSystem(new Configuration()).listStatus(path))
        .map(file -> file.getPath().getName())
        .toList();
  }
}
