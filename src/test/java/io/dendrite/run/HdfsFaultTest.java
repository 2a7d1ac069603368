package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.checkpoint.CheckpointStore;
import io.dendrite.checkpoint.FaultyHdfs;
import io.dendrite.data.DataException;
import io.dendrite.engine.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What can happen to a real HDFS with three data nodes. */
@Tag("cluster")
@Tag("fault")
class HdfsFaultTest extends SavingFaults {
  @TempDir static Path base;
  private static MiniDFSCluster hdfs;
  private static DistributedFileSystem admin;

  private MiniDFSCluster.DataNodeProperties stopped;

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

  @BeforeEach
  void directory(TestInfo test) {
    FaultyHdfs.FAULTS.reset();
    store = admin.getUri() + "/" + test.getTestMethod().orElseThrow().getName();
  }

  @AfterEach
  void mend() throws IOException {
    safeMode(false);
    if (stopped != null) {
      assertThat(hdfs.restartDataNode(stopped, true)).isTrue();
      hdfs.waitActive();
    }
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
    Breaking heard =
        new Breaking(
            () -> FaultyHdfs.FAULTS.before("hsync", () -> stopped = hdfs.stopDataNode(0)),
            () -> {});
    assertThat(train(heard, false, saving()).weightsSha256()).isEqualTo(straight);
    assertThat(stopped).isNotNull();
    assertThat(heard.missed()).isEmpty();
    assertThat(steps()).containsExactly(18L, 21L, 24L);
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
    assertThat(heard.missed()).isEmpty();
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
              .isInstanceOf(DataException.class)
              .hasMessageContaining("checkpoint.dir = ")
              .hasMessageContaining("Permission denied");
          permit(0);
          assertThatThrownBy(() -> train(new Heard(), true, saving("train.epochs=5")))
              .isInstanceOf(DataException.class)
              .hasMessageContaining("checkpoint.dir = ")
              .hasMessageContaining("Permission denied");
        });
  }

  /** A run that has done its work has its model, without the last checkpoints. */
  @Test
  void aStoreThatStaysBrokenCostsNothingButCheckpoints() throws Exception {
    Breaking heard = new Breaking(() -> safeMode(true), () -> {});
    TrainResult result = train(heard, false, saving());
    assertThat(result.weightsSha256()).isEqualTo(train(run).weightsSha256());
    assertThat(result.checkpoint()).contains("ckpt-000000000006");
    assertThat(result.model()).isNotNull();
    assertThat(heard.missed()).as("9, 12, 15, 18, 21 and 24, once each").hasSize(6);
    assertThat(heard.notices).anyMatch(notice -> notice.contains("ends by itself within a minute"));
  }

  /** What cannot be deleted today is deleted with the next. */
  @Test
  void olderCheckpointsThatCannotBeDeletedStay() throws Exception {
    Breaking heard = new Breaking(() -> FaultyHdfs.FAULTS.arm("delete", ".safetensors"), () -> {});
    TrainResult result = train(heard, false, saving("checkpoint.keep=2"));
    assertThat(FaultyHdfs.FAULTS.fired()).containsExactly("delete");
    assertThat(heard.notices)
        .containsExactly("older checkpoints could not be deleted: injected at delete");
    assertThat(steps()).containsExactly(21L, 24L);
    assertThat(result.weightsSha256()).isEqualTo(train(run).weightsSha256());
  }

  @Test
  void theBestWeightsAreKeptThoughTheirCheckpointIsMissed() throws Exception {
    String[] early = {
      "train.epochs=12",
      "data.validation=0.3",
      "train.optimizer.rate=0.3",
      "train.stop.patience=1",
      "checkpoint.every=1 epoch"
    };
    Heard undisturbed = new Heard();
    TrainResult straight = train(undisturbed, false, with(run, early));
    // The third epoch is best, the fourth is not better: both are missed.
    assertThat(undisturbed.validations).hasSize(4);
    Breaking heard = new Breaking(() -> safeMode(true), () -> safeMode(false));
    TrainResult result = train(heard, false, saving(early));
    assertThat(heard.missed()).hasSize(2);
    assertThat(result.weightsSha256()).isEqualTo(straight.weightsSha256());
    TrainResult again = train(new Heard(), true, saving(early));
    assertThat(again.weightsSha256()).isEqualTo(straight.weightsSha256());
  }

  /** Each network has a directory of its own, but one store. */
  @Test
  void anEnsembleMissesCheckpointsAndNothingElse() throws Exception {
    String[] two = {"train.ensemble=2"};
    String straight = train(with(run, two)).weightsSha256();
    Breaking heard = new Breaking(() -> safeMode(true), () -> safeMode(false));
    assertThat(train(heard, false, saving(two)).weightsSha256()).isEqualTo(straight);
    assertThat(heard.missed()).hasSize(2);
    assertThat(train(new Heard(), true, saving(two)).weightsSha256()).isEqualTo(straight);
  }

  /** A store that is broken is not tried at every step, but when the time has come again. */
  @Test
  void byTheClockACheckpointIsTriedOnceAnInterval() throws Exception {
    List<Long> missed = new ArrayList<>();
    Breaking heard =
        new Breaking(() -> safeMode(true), () -> safeMode(false)) {
          @Override
          public void step(Step taken) {
            super.step(taken);
            now(() -> TimeUnit.MILLISECONDS.sleep(400));
          }

          @Override
          public void notice(String sentence) {
            super.notice(sentence);
            missed.add(System.nanoTime());
          }
        };
    TrainResult result = train(heard, false, saving("train.engine=tree", "checkpoint.every=1 s"));
    assertThat(heard.missed()).hasSize(2).isEqualTo(heard.notices);
    assertThat(missed.get(1) - missed.get(0)).isGreaterThanOrEqualTo(1_000_000_000);
    assertThat(steps()).endsWith(24L);
    assertThat(result.weightsSha256()).isEqualTo(train(run).weightsSha256());
  }
}
