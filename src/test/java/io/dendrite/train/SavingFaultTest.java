package io.dendrite.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.checkpoint.CheckpointStore;
import io.dendrite.checkpoint.FaultyHdfs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * The store of the checkpoints breaks while a run trains, and is mended: the run misses checkpoints
 * and nothing else. A real HDFS with three data nodes, and real disks.
 */
@Tag("cluster")
@Tag("fault")
class SavingFaultTest extends SparkTest {
  @TempDir static Path base;
  private static MiniDFSCluster hdfs;
  private static DistributedFileSystem admin;

  private String store;
  private String[] run;

  @BeforeAll
  static void start() throws IOException {
    Configuration conf = new Configuration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, base.toString());
    hdfs = new MiniDFSCluster.Builder(conf).numDataNodes(3).build();
    hdfs.waitActive();
    admin = (DistributedFileSystem) hdfs.getNewFileSystemInstance(0);
    FaultyHdfs.register(hadoop());
  }

  @AfterAll
  static void stop() {
    hadoop().unset("fs.hdfs.impl");
    hadoop().unset("fs.AbstractFileSystem.hdfs.impl");
    hdfs.shutdown(true);
  }

  private static Configuration hadoop() {
    return SPARK.sparkContext().hadoopConfiguration();
  }

  /** Six steps an epoch, of which every third is saved. */
  @BeforeEach
  void settings(TestInfo test) throws IOException {
    FaultyHdfs.FAULTS.reset();
    store = admin.getUri() + "/" + test.getTestMethod().orElseThrow().getName();
    run = with(new String[0], "data.train=" + write("rows.csv", csv(300)), "train.epochs=4");
  }

  private String[] saving(String... more) {
    return with(with(run, "checkpoint.dir=" + store, "checkpoint.every=3 steps"), more);
  }

  private interface Action {
    void run() throws Exception;
  }

  private static void now(Action action) {
    try {
      action.run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Breaks the store after the second checkpoint, and mends it when two were missed. */
  private static final class Breaking extends Heard {
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

  private void goesOn(Action begin, Action end, String reason) throws Exception {
    String straight = train(run).weightsSha256();
    Breaking heard = new Breaking(begin, end);
    TrainResult result = train(heard, false, saving());
    assertThat(heard.missed()).hasSize(2);
    assertThat(heard.missed().get(0))
        .startsWith("cannot save the checkpoint of step 9 ")
        .contains(
            reason, "training goes on (checkpoint.onFailure = continue), the last good one is")
        .contains("ckpt-000000000006");
    assertThat(heard.missed().get(1)).contains("step 12 ");
    assertThat(result.weightsSha256()).isEqualTo(straight);
    assertThat(steps()).containsExactly(18L, 21L, 24L);
    Heard again = new Heard();
    assertThat(train(again, true, saving()).weightsSha256()).isEqualTo(straight);
    assertThat(names()).allMatch(name -> name.startsWith("ckpt-"));
  }

  private List<Long> steps() throws IOException {
    return new CheckpointStore(store, hadoop())
        .list().stream().map(CheckpointStore.Entry::step).toList();
  }

  private List<String> names() throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(store);
    return Arrays.stream(path.getFileSystem(new Configuration()).listStatus(path))
        .map(file -> file.getPath().getName())
        .toList();
  }

  private org.apache.hadoop.fs.Path path() {
    return new org.apache.hadoop.fs.Path(store);
  }

  @Test
  void quota() throws Exception {
    goesOn(
        () -> admin.setQuota(path(), HdfsConstants.QUOTA_DONT_SET, 1),
        () -> admin.setQuota(path(), HdfsConstants.QUOTA_DONT_SET, HdfsConstants.QUOTA_RESET),
        "quota");
  }

  @Test
  void safeMode() throws Exception {
    goesOn(() -> safeMode(true), () -> safeMode(false), "safe mode");
  }

  private static void safeMode(boolean on) throws IOException {
    admin.setSafeMode(
        on ? org.apache.hadoop.fs.SafeModeAction.ENTER : org.apache.hadoop.fs.SafeModeAction.LEAVE);
  }

  /** The administrator may do everything, so the run is another user's. */
  private void asUser(Action action) throws Exception {
    admin.mkdirs(path());
    admin.setOwner(path(), "ann", "people");
    UserGroupInformation.createRemoteUser("ann")
        .doAs(
            (PrivilegedExceptionAction<Void>)
                () -> {
                  action.run();
                  return null;
                });
  }

  private void permit(int mode) throws IOException {
    admin.setPermission(path(), new FsPermission((short) mode));
  }

  @Test
  void permission() throws Exception {
    asUser(() -> goesOn(() -> permit(0555), () -> permit(0755), "Permission denied"));
  }

  @Test
  void aDataNodeThatStopsWhileACheckpointIsWritten() throws Exception {
    String straight = train(run).weightsSha256();
    MiniDFSCluster.DataNodeProperties[] stopped = new MiniDFSCluster.DataNodeProperties[1];
    Breaking heard =
        new Breaking(
            () -> FaultyHdfs.FAULTS.before("hsync", () -> stopped[0] = hdfs.stopDataNode(0)),
            () -> {});
    assertThat(train(heard, false, saving()).weightsSha256()).isEqualTo(straight);
    assertThat(stopped[0]).isNotNull();
    assertThat(heard.missed()).isEmpty();
    assertThat(steps()).containsExactly(18L, 21L, 24L);
    assertThat(hdfs.restartDataNode(stopped[0], true)).isTrue();
    hdfs.waitActive();
  }

  /** The client asks again until the name node answers. */
  @Test
  void aNameNodeThatIsStartedAgainWhileACheckpointIsWritten() throws Exception {
    String straight = train(run).weightsSha256();
    boolean[] done = {false};
    Breaking heard =
        new Breaking(
            () ->
                FaultyHdfs.FAULTS.before(
                    "close",
                    () ->
                        now(
                            () -> {
                              hdfs.restartNameNode(true);
                              done[0] = true;
                            })),
            () -> {});
    assertThat(train(heard, false, saving()).weightsSha256()).isEqualTo(straight);
    assertThat(done[0]).isTrue();
    assertThat(steps()).endsWith(24L);
    assertThat(new CheckpointStore(store, hadoop()).latest(w -> {}).orElseThrow().entry().step())
        .isEqualTo(24);
  }

  @Test
  void aRunCanAlsoStopWhenACheckpointCannotBeSaved() throws Exception {
    Breaking heard = new Breaking(() -> safeMode(true), () -> {});
    assertThatThrownBy(() -> train(heard, false, saving("checkpoint.onFailure=stop")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot save the checkpoint of step 9 ")
        .hasMessageContaining("the last good one is");
    safeMode(false);
    assertThat(steps()).containsExactly(3L, 6L);
    // That of a dead process would be taken over, but this one lives on.
    admin.delete(new org.apache.hadoop.fs.Path(store, "_lease.json"), false);
    TrainResult rest = train(new Heard(), true, saving());
    assertThat(rest.resumedFrom()).contains("ckpt-000000000006");
    assertThat(rest.weightsSha256()).isEqualTo(train(run).weightsSha256());
  }

  /** Whoever asked for it counts on what was saved. */
  @Test
  void aRunThatIsStoppedAndCannotSaveFails() throws Exception {
    Breaking heard = new Breaking(() -> safeMode(true), () -> {});
    heard.stopAfter = 7;
    assertThatThrownBy(() -> train(heard, false, saving("train.engine=tree")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot save the checkpoint of step 7 ");
    safeMode(false);
    assertThat(steps()).containsExactly(3L, 6L);
  }

  /** What cannot be read may be whole: it is no reason to take the one before. */
  @Test
  void aCheckpointThatCannotBeReadIsNotPassedOver() throws Exception {
    asUser(
        () -> {
          train(saving());
          org.apache.hadoop.fs.Path newest =
              new org.apache.hadoop.fs.Path(
                  store, names().stream().sorted().reduce((a, b) -> b).orElseThrow());
          admin.setPermission(newest, new FsPermission((short) 0));
          assertThatThrownBy(() -> train(new Heard(), true, saving("train.epochs=5")))
              .isInstanceOf(IOException.class)
              .hasMessageContaining("Permission denied");
          permit(0);
          assertThatThrownBy(() -> train(new Heard(), true, saving("train.epochs=5")))
              .isInstanceOf(IOException.class)
              .hasMessageContaining("checkpoint.dir")
              .hasMessageContaining("Permission denied");
        });
  }

  /** A disk of its own, which only an administrator can have. */
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
      execute("umount", disk.toString());
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
}
