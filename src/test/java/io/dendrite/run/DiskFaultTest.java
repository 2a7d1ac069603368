package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What can happen to a disk of this machine. */
@Tag("cluster")
@Tag("fault")
class DiskFaultTest extends SavingFaults {
  /** On a file system of its own, which only an administrator can mount. */
  private void onADisk(Action action) throws Exception {
    Path disk = Files.createDirectory(dir.resolve("disk"));
    if (execute("mount", "-t", "tmpfs", "-o", "size=1m", "dendrite-test", disk.toString()) != 0) {
      String sentence = "SKIPPED: no file system can be mounted here";
      System.err.println(sentence);
      Assumptions.abort(sentence);
    }
    try {
      store = disk.resolve("checkpoints").toString();
      action.run();
    } finally {
      assertThat(execute("umount", disk.toString())).isZero();
    }
  }

  private static int execute(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }

  @Test
  void aDiskThatIsFull() throws Exception {
    onADisk(
        () -> {
          Path filler = dir.resolve("disk/filler");
          goesOn(() -> fill(filler), () -> Files.delete(filler), "No space left on device");
        });
  }

  private static void fill(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < 1 << 20; i += 512) {
        out.write(new byte[512]);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  @Test
  void aDiskThatBecomesReadOnly() throws Exception {
    onADisk(
        () -> {
          String disk = dir.resolve("disk").toString();
          goesOn(
              () -> execute("mount", "-o", "remount,ro", disk),
              () -> execute("mount", "-o", "remount,rw", disk),
              "ead-only file system");
        });
  }

  /** Another run may have had it since: nothing is written there any more, and the model is. */
  @Test
  void aDirectoryThatIsDeleted() throws Exception {
    store = dir.resolve("checkpoints").toString();
    Breaking heard =
        new Breaking(() -> FileUtil.fullyDelete(dir.resolve("checkpoints").toFile()), () -> {});
    TrainResult result = train(heard, false, saving());
    assertThat(result.weightsSha256()).isEqualTo(train(run).weightsSha256());
    assertThat(heard.missed()).as("9, 12, 15, 18, 21 and 24").hasSize(6);
    assertThat(heard.missed().get(0))
        .containsPattern("the last good one, \\S+ckpt-000000000006\\S+, is gone");
    assertThat(names()).isEmpty();
  }

  /** The model is as large as a checkpoint, and has no room either. */
  @Test
  void aModelThatFindsTheDiskFull() throws Exception {
    onADisk(
        () -> {
          String[] there = saving("model.dir=" + dir.resolve("disk/model"));
          Path filler = dir.resolve("disk/filler");
          Breaking heard = new Breaking(() -> fill(filler), () -> {});
          assertThatThrownBy(() -> train(heard, false, there))
              .isInstanceOf(IOException.class)
              .hasMessageContaining("the model cannot be saved to model.dir = ")
              .hasMessageContaining("disk/model: No space left on device")
              .hasMessageContaining("go on with --resume from ")
              .hasMessageContaining("ckpt-000000000006");
          Files.delete(filler);
          assertThat(train(new Heard(), true, there).weightsSha256())
              .isEqualTo(train(run).weightsSha256());
        });
  }
}
