package io.dendrite.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseTest {
  @TempDir Path directory;
  private final List<String> notices = new ArrayList<>();

  @BeforeEach
  @AfterEach
  void reset() {
    FaultyFileSystem.FAULTS.reset();
    notices.clear();
  }

  private Lease acquire(String scheme) throws IOException {
    return Lease.acquire(
        scheme + "://" + directory, FaultyFileSystem.configuration(), notices::add);
  }

  private Path file() {
    return directory.resolve(Lease.NAME);
  }

  private void age(long seconds) throws IOException {
    Files.setLastModifiedTime(
        file(), FileTime.fromMillis(System.currentTimeMillis() - 1000 * seconds));
  }

  private static LeaseHolder holder(LeaseHolder like, String host, String space, long pid) {
    return new LeaseHolder("0123456789abcdef", host, space, pid, like.started(), like.renewed());
  }

  private static long deadPid() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.waitFor();
    assertThat(process.toHandle().isAlive()).isFalse();
    return process.pid();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "faulty", "nocontext", "s3a"})
  void aLiveLeaseRefusesASecondDriver(String scheme) throws IOException {
    try (Lease lease = acquire(scheme)) {
      assertThat(lease.runId()).matches("[0-9a-f]{16}");
      lease.check();
      assertThatThrownBy(() -> acquire(scheme))
          .isInstanceOf(LeaseException.class)
          .hasMessageContaining("is in use by run " + lease.runId() + " (host ")
          .hasMessageContaining(", pid " + ProcessHandle.current().pid() + ")")
          .hasMessageContaining(" s ago; stop that run, wait 60 s if it is gone, or choose");
      lease.check();
      assertThat(CheckpointStoreTest.names(directory)).containsExactly(Lease.NAME);
    }
    assertThat(directory).isEmptyDirectory();
    acquire(scheme).close();
    assertThat(notices).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "faulty", "nocontext", "s3a"})
  void aStaleLeaseIsTakenOverAndItsRunFindsOut(String scheme) throws IOException {
    try (Lease old = acquire(scheme)) {
      age(59);
      assertThatThrownBy(() -> acquire(scheme)).isInstanceOf(LeaseException.class);
      age(61);
      try (Lease lease = acquire(scheme)) {
        assertThat(notices).hasSize(1);
        assertThat(notices.get(0)).contains(old.runId()).contains("taken it over");
        lease.check();
        assertThatThrownBy(old::check)
            .isInstanceOf(LeaseException.class)
            .hasMessageContaining("has lost its lease")
            .hasMessageContaining(lease.runId());
        assertThatThrownBy(old::renew).isInstanceOf(LeaseException.class);
        old.close();
        lease.check();
        assertThat(CheckpointStoreTest.names(directory)).containsExactly(Lease.NAME);
      }
    }
    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "faulty", "nocontext", "s3a"})
  void renewingMakesItFresh(String scheme) throws IOException {
    try (Lease lease = acquire(scheme)) {
      age(300);
      lease.renew();
      assertThatThrownBy(() -> acquire(scheme)).isInstanceOf(LeaseException.class);
      assertThat(CheckpointStoreTest.names(directory)).containsExactly(Lease.NAME);
    }
  }

  @Test
  void theLeaseOfADeadProcessOfThisHostIsTakenAtOnce() throws Exception {
    LeaseHolder self = LeaseHolder.self();
    org.junit.jupiter.api.Assumptions.assumeFalse(self.host().equals("localhost"));
    Files.write(file(), holder(self, self.host(), self.space(), deadPid()).json());
    acquire("file").close();
    assertThat(notices).hasSize(1);
    assertThat(notices.get(0)).contains("0123456789abcdef").contains("its process has ended");
  }

  @Test
  void theProcessIdsOfAnotherHostOrContainerSayNothing() throws Exception {
    LeaseHolder self = LeaseHolder.self();
    long pid = deadPid();
    for (LeaseHolder other :
        List.of(
            holder(self, "elsewhere", self.space(), pid),
            holder(self, self.host(), "pid:[1]", pid),
            holder(self, "localhost", self.space(), pid))) {
      Files.write(file(), other.json());
      assertThatThrownBy(() -> acquire("file")).isInstanceOf(LeaseException.class);
    }
  }

  @Test
  void aLeaseBeingWrittenIsLiveUntilItIsOld() throws IOException {
    Files.write(file(), new byte[0]);
    assertThatThrownBy(() -> acquire("file"))
        .isInstanceOf(LeaseException.class)
        .hasMessageContaining("a run whose lease is not readable yet");
    age(61);
    acquire("file").close();
    assertThat(notices).hasSize(1);
  }

  @Test
  void aRemovedLeaseIsLost() throws IOException {
    try (Lease lease = acquire("file")) {
      Files.delete(file());
      assertThatThrownBy(lease::check)
          .isInstanceOf(FileNotFoundException.class)
          .hasMessageContaining("somebody has deleted this run's ");
    }
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsAnIoError() {
    FaultyFileSystem.FAULTS.arm("create", Lease.NAME);
    assertThatThrownBy(() -> acquire("faulty"))
        .isNotInstanceOf(LeaseException.class)
        .hasMessageContaining("cannot create the lease")
        .hasMessageContaining("injected at create");
    FaultyFileSystem.FAULTS.arm("write", Lease.NAME);
    assertThatThrownBy(() -> acquire("faulty")).hasMessageContaining("injected at write");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aTakerThatMovesALiveLeaseAsidePutsItBack() throws IOException {
    LeaseHolder stale = holder(LeaseHolder.self(), "elsewhere", "", 1);
    LeaseHolder faster = LeaseHolder.self();
    Files.write(file(), stale.json());
    age(100);
    Faults faults = new Faults();
    faults.before(
        "rename",
        () -> {
          try {
            Files.write(file(), faster.json());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    assertThatThrownBy(
            () -> Lease.acquire(new FaultyFiles(new LocalFiles(directory), faults), notices::add))
        .isInstanceOf(LeaseException.class)
        .hasMessageContaining(faster.runId());
    assertThat(notices).isEmpty();
    assertThat(Files.readAllBytes(file())).isEqualTo(faster.json());
    assertThat(CheckpointStoreTest.names(directory)).containsExactly(Lease.NAME);
  }

  @Test
  void ofManyTakersAtMostOneWins() throws Exception {
    int won = 0;
    for (int round = 0; round < 50; round++) {
      Files.write(file(), holder(LeaseHolder.self(), "elsewhere", "", 1).json());
      age(100);
      List<Lease> leases = race(4, "file://" + directory, FaultyFileSystem.configuration());
      assertThat(leases.stream().filter(LeaseTest::holds)).as("round %d", round).hasSizeLessThan(2);
      won += leases.size();
      for (Lease lease : leases) {
        lease.close();
      }
      Files.deleteIfExists(file());
    }
    assertThat(won).isPositive();
  }

  /** The leases of the runs that were reported to have won. */
  static List<Lease> race(int takers, String uri, Configuration conf) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(takers);
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Lease>> futures = new ArrayList<>();
    for (int i = 0; i < takers; i++) {
      futures.add(
          threads.submit(
              () -> {
                start.await();
                try {
                  return Lease.acquire(uri, conf, w -> {});
                } catch (LeaseException e) {
                  return null;
                }
              }));
    }
    start.countDown();
    List<Lease> leases = new ArrayList<>();
    for (Future<Lease> future : futures) {
      if (future.get() != null) {
        leases.add(future.get());
      }
    }
    threads.shutdown();
    return leases;
  }

  static boolean holds(Lease lease) {
    try {
      lease.check();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
