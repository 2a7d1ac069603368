package io.dendrite.checkpoint;

import static io.dendrite.checkpoint.CheckpointStoreTest.save;
import static io.dendrite.checkpoint.CheckpointStoreTest.steps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DFSTestUtil;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.ExtendedBlock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The store, the lease and the model directory on a real HDFS: one name node, one data node. */
@Tag("cluster")
class CheckpointClusterTest {
  private static final Faults FAULTS = FaultyHdfs.FAULTS;
  @TempDir static Path temp;
  private static MiniDFSCluster cluster;
  private static Configuration conf;
  private static FileSystem plain;
  private String uri;

  @BeforeAll
  static void start() throws IOException {
    conf = new Configuration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, temp.toString());
    cluster = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    cluster.waitActive();
    plain = cluster.getNewFileSystemInstance(0);
    conf = new Configuration(conf);
    FaultyHdfs.register(conf);
  }

  @AfterAll
  static void stop() {
    cluster.shutdown(true);
  }

  @BeforeEach
  void directory(TestInfo info) {
    FAULTS.reset();
    uri =
        cluster.getURI()
            + "/"
            + info.getTestMethod().orElseThrow().getName()
            + "/"
            + System.nanoTime();
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(uri, name);
  }

  private List<String> names() throws IOException {
    return Arrays.stream(plain.listStatus(new org.apache.hadoop.fs.Path(uri)))
        .map(FileStatus::getPath)
        .map(org.apache.hadoop.fs.Path::getName)
        .toList();
  }

  private CheckpointStore store() throws IOException {
    return new CheckpointStore(uri, conf);
  }

  @Test
  void savedListedLoadedPrunedAndSwept() throws IOException {
    try (Lease lease = Lease.acquire(uri, conf, w -> {})) {
      CheckpointStore store = new CheckpointStore(uri, conf, lease);
      assertThat(store.latest(w -> {})).isEmpty();
      FAULTS.reset();
      for (int step = 1; step <= 5; step++) {
        save(store, step);
      }
      assertThat(FAULTS.seen().stream().filter("rename"::equals)).hasSize(5);
      assertThat(FAULTS.seen().stream().filter("hsync"::equals)).hasSize(5);
      CheckpointStore.Loaded loaded = store.latest(w -> {}).orElseThrow();
      assertThat(loaded.entry().step()).isEqualTo(5);
      assertThat(SafeTensorsTest.bits(loaded.contents().tensor("params")))
          .isEqualTo(SafeTensorsTest.bits(CheckpointStoreTest.params(5).get(0)));
      store.prune(2, store.list().get(0));
      assertThat(steps(store)).containsExactly(1L, 4L, 5L);
      plain.create(path("_tmp-0123456789abcdef-x")).close();
      assertThat(store.sweep()).isEqualTo(1);
      assertThat(names()).hasSize(4);
    }
    assertThat(names()).hasSize(3).allMatch(n -> n.startsWith("ckpt-"));
  }

  @ParameterizedTest
  @CsvSource({
    "create, creating the file",
    "write, writing",
    "hsync, syncing",
    "close, closing",
    "open, verifying",
    "rename, renaming"
  })
  void aFaultLeavesTheOldCheckpointAndNoPart(String fault, String step) throws IOException {
    CheckpointStore.Entry before = save(store(), 1);
    FAULTS.arm(fault, ".safetensors");
    assertThatThrownBy(() -> save(store(), 2))
        .hasMessageContaining(step + " failed: injected at " + fault);
    assertThat(FAULTS.fired()).containsExactly(fault);
    assertThat(names()).containsExactly(before.name());

    FAULTS.reset();
    FAULTS.arm(fault, ".safetensors");
    FAULTS.arm("delete", ".safetensors");
    assertThatThrownBy(() -> save(store(), 2)).hasMessageContaining(step + " failed");
    assertThat(FAULTS.fired())
        .isEqualTo(fault.equals("create") ? List.of(fault) : List.of(fault, "delete"));
    assertThat(store().latest(w -> {}).orElseThrow().entry()).isEqualTo(before);
    FAULTS.reset();
    try (Lease lease = Lease.acquire(uri, conf, w -> {})) {
      CheckpointStore next = new CheckpointStore(uri, conf, lease);
      assertThat(next.sweep()).isEqualTo(fault.equals("create") ? 0 : 1);
      assertThat(names()).containsExactlyInAnyOrder(before.name(), Lease.NAME);
      save(next, 2);
      assertThat(steps(next)).containsExactly(1L, 2L);
    }
  }

  @Test
  void whatWasWrittenWronglyIsNotPublished() throws IOException {
    CheckpointStore.Entry before = save(store(), 1);
    FAULTS.arm("wrong", ".safetensors");
    assertThatThrownBy(() -> save(store(), 2)).hasMessageContaining("verifying failed");
    assertThat(FAULTS.fired()).containsExactly("wrong");
    assertThat(names()).containsExactly(before.name());
  }

  @Test
  void aRenameWhoseAnswerIsLostCounts() throws IOException {
    FAULTS.arm("rename answer", ".safetensors");
    CheckpointStore.Entry entry = save(store(), 1);
    assertThat(FAULTS.fired()).containsExactly("rename answer");
    assertThat(names()).containsExactly(entry.name());
  }

  @Test
  void aBlockThatRottedOnTheDataNodeIsSkippedLoudly() throws Exception {
    CheckpointStore.Entry before = save(store(), 1);
    CheckpointStore.Entry entry = save(store(), 2);
    ExtendedBlock block = DFSTestUtil.getFirstBlock(plain, path(entry.name()));
    try (RandomAccessFile file = new RandomAccessFile(cluster.getBlockFile(0, block), "rw")) {
      file.seek(entry.length() - 3);
      int old = file.read();
      file.seek(entry.length() - 3);
      file.write(old ^ 1);
    }
    List<String> warnings = new ArrayList<>();
    assertThat(store().latest(warnings::add).orElseThrow().entry()).isEqualTo(before);
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains("step 2").contains("the file system's checksum");
  }

  @Test
  void aDamagedFileIsSkippedLoudly() throws IOException {
    CheckpointStore.Entry before = save(store(), 1);
    CheckpointStore.Entry entry = save(store(), 2);
    try (FSDataOutputStream out = plain.create(path(entry.name()), true)) {
      out.write(new byte[(int) entry.length()]);
    }
    List<String> warnings = new ArrayList<>();
    assertThat(store().latest(warnings::add).orElseThrow().entry()).isEqualTo(before);
    assertThat(warnings).hasSize(1);
  }

  @Test
  void leases() throws Exception {
    try (Lease lease = Lease.acquire(uri, conf, w -> {})) {
      assertThatThrownBy(() -> Lease.acquire(uri, conf, w -> {}))
          .isInstanceOf(LeaseException.class)
          .hasMessageContaining(lease.runId());
      plain.setTimes(path(Lease.NAME), System.currentTimeMillis() - 61_000, -1);
      lease.renew();
      assertThatThrownBy(() -> Lease.acquire(uri, conf, w -> {}))
          .isInstanceOf(LeaseException.class);
      plain.setTimes(path(Lease.NAME), System.currentTimeMillis() - 61_000, -1);
      List<String> notices = new ArrayList<>();
      try (Lease taken = Lease.acquire(uri, conf, notices::add)) {
        assertThat(notices).hasSize(1);
        assertThatThrownBy(lease::check).hasMessageContaining(taken.runId());
        CheckpointStore store = new CheckpointStore(uri, conf, lease);
        assertThatThrownBy(() -> save(store, 1)).isInstanceOf(LeaseException.class);
        assertThat(names()).containsExactly(Lease.NAME);
      }
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void ofManyTakersAtMostOneWins() throws Exception {
    int won = 0;
    for (int round = 0; round < 10; round++) {
      try (FSDataOutputStream out = plain.create(path(Lease.NAME), true)) {
        out.write(LeaseHolder.self().json());
      }
      plain.setTimes(path(Lease.NAME), System.currentTimeMillis() - 100_000, -1);
      List<Lease> leases = LeaseTest.race(4, uri, conf);
      assertThat(leases.stream().filter(LeaseTest::holds)).hasSizeLessThan(2);
      won += leases.size();
      for (Lease lease : leases) {
        lease.close();
      }
      plain.delete(path(Lease.NAME), false);
    }
    assertThat(won).isPositive();
  }

  @Test
  void modelsAreReplacedAsAWhole() throws IOException {
    ModelStoreTest.write(uri + "/m", conf, 1);
    ModelStoreTest.write(uri + "/m", conf, 2);
    assertThat(ModelStoreTest.value(ModelStore.read(uri + "/m", conf))).isEqualTo(2);
    FAULTS.arm("rename", "m");
    assertThatThrownBy(() -> ModelStoreTest.write(uri + "/m", conf, 3))
        .hasMessage("injected at rename");
    assertThat(ModelStoreTest.value(ModelStore.read(uri + "/m", conf))).isEqualTo(2);
    assertThat(names()).containsExactly("m");
    plain.mkdirs(path("foreign/data"));
    assertThatThrownBy(() -> ModelStoreTest.write(uri + "/foreign", conf, 3))
        .hasMessageContaining("is not a Dendrite model");
  }
}
