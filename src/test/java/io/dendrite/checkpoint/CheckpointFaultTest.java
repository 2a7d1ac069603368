package io.dendrite.checkpoint;

import static io.dendrite.checkpoint.CheckpointStoreTest.names;
import static io.dendrite.checkpoint.CheckpointStoreTest.save;
import static io.dendrite.checkpoint.CheckpointStoreTest.steps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults inside a Hadoop file system, on one that renames and on an object store. */
class CheckpointFaultTest {
  private static final Faults FAULTS = FaultyFileSystem.FAULTS;
  private final Configuration conf = FaultyFileSystem.configuration();
  @TempDir Path directory;

  @AfterEach
  void reset() {
    FAULTS.reset();
  }

  private CheckpointStore store(String scheme) throws IOException {
    return new CheckpointStore(scheme + "://" + directory, conf);
  }

  @ParameterizedTest
  @CsvSource({
    "faulty, create, creating the file",
    "faulty, write, writing",
    "faulty, hsync, syncing",
    "faulty, close, closing",
    "faulty, open, verifying",
    "faulty, rename, renaming",
    "nocontext, rename, renaming",
    "s3a, create, creating the file",
    "s3a, write, writing",
    "s3a, close, closing",
    "s3a, open, verifying"
  })
  void theOldOneStaysAndTheRestIsSwept(String scheme, String fault, String step)
      throws IOException {
    CheckpointStore.Entry before = save(store(scheme), 1);
    FAULTS.arm(fault, ".safetensors");
    assertThatThrownBy(() -> save(store(scheme), 2))
        .hasMessageContaining(step + " failed: injected at " + fault);
    assertThat(FAULTS.fired()).containsExactly(fault);
    assertThat(names(directory)).containsExactly(before.name());
    assertThat(store(scheme).latest(w -> {}).orElseThrow().entry()).isEqualTo(before);

    FAULTS.reset();
    FAULTS.arm(fault, ".safetensors");
    FAULTS.arm("delete", ".safetensors");
    assertThatThrownBy(() -> save(store(scheme), 2)).hasMessageContaining(step + " failed");
    assertThat(FAULTS.fired())
        .isEqualTo(fault.equals("create") ? List.of(fault) : List.of(fault, "delete"));
    try (Lease lease = Lease.acquire(scheme + "://" + directory, conf, w -> {})) {
      CheckpointStore next = new CheckpointStore(scheme + "://" + directory, conf, lease);
      next.sweep();
      FAULTS.reset();
      assertThat(names(directory)).noneMatch(n -> n.startsWith("_tmp-"));
      CheckpointStore.Entry two = save(next, 2);
      assertThat(next.latest(w -> {}).orElseThrow().entry()).isEqualTo(two);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"faulty", "nocontext", "s3a"})
  void whatWasWrittenWronglyIsNotPublished(String scheme) throws IOException {
    CheckpointStore.Entry before = save(store(scheme), 1);
    FAULTS.arm("wrong", ".safetensors");
    assertThatThrownBy(() -> save(store(scheme), 2)).hasMessageContaining("verifying failed");
    assertThat(FAULTS.fired()).containsExactly("wrong");
    assertThat(store(scheme).list()).containsExactly(before);
    assertThat(names(directory)).containsExactly(before.name());
  }

  @Test
  void aKilledWritersPartIsSweptAndNeverListed() throws IOException {
    CheckpointStore store = store("faulty");
    CheckpointStore.Entry before = save(store, 1);
    FAULTS.arm("write", ".safetensors");
    FAULTS.arm("delete", ".safetensors");
    assertThatThrownBy(() -> save(store, 2)).hasMessageContaining("writing failed");
    assertThat(FAULTS.fired()).containsExactly("write", "delete");
    assertThat(names(directory)).hasSize(2).anyMatch(n -> n.startsWith("_tmp-"));
    assertThat(store.list()).containsExactly(before);
    try (Lease lease = Lease.acquire("faulty://" + directory, conf, w -> {})) {
      assertThat(new CheckpointStore("faulty://" + directory, conf, lease).sweep()).isEqualTo(1);
    }
    assertThat(names(directory)).containsExactly(before.name());
  }

  @Test
  void aRenameWhoseAnswerIsLostCounts() throws IOException {
    FAULTS.arm("rename answer", ".safetensors");
    CheckpointStore.Entry entry = save(store("faulty"), 1);
    assertThat(FAULTS.fired()).containsExactly("rename answer");
    assertThat(store("faulty").list()).containsExactly(entry);
  }

  @ParameterizedTest
  @ValueSource(strings = {"faulty", "nocontext", "s3a"})
  void syncedWrittenOnceAndRenamedOnce(String scheme) throws IOException {
    FAULTS.reset();
    save(store(scheme), 1);
    assertThat(
            FAULTS.seen().stream()
                .filter(o -> List.of("create", "hsync", "close", "open", "rename").contains(o)))
        .containsExactlyElementsOf(
            scheme.equals("s3a")
                ? List.of("create", "hsync", "close", "open")
                : List.of("create", "hsync", "close", "open", "rename"));
    save(store(scheme), 1);
    assertThat(FAULTS.seen().stream().filter("create"::equals)).hasSize(1);
    assertThat(steps(store(scheme))).containsExactly(1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"faulty", "nocontext", "s3a", "file"})
  void aLostLeasePublishesNothing(String scheme) throws IOException {
    try (Lease lease = Lease.acquire(scheme + "://" + directory, conf, w -> {})) {
      CheckpointStore store = new CheckpointStore(scheme + "://" + directory, conf, lease);
      save(store, 1);
      save(store, 2);
      Files.write(directory.resolve(Lease.NAME), LeaseHolder.self().json());
      assertThatThrownBy(() -> save(store, 3))
          .isInstanceOf(LeaseException.class)
          .hasMessageContaining("has lost its lease");
      assertThatThrownBy(() -> store.prune(1, null)).isInstanceOf(LeaseException.class);
      assertThatThrownBy(store::sweep).isInstanceOf(LeaseException.class);
      assertThat(steps(store)).containsExactly(1L, 2L);
      assertThat(names(directory)).hasSize(3);
    }
    assertThat(names(directory)).contains(Lease.NAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"faulty", "nocontext", "s3a"})
  void aModelThatCannotBeWrittenLeavesTheOldOne(String scheme) throws IOException {
    String uri = scheme + "://" + directory + "/m";
    ModelStoreTest.write(uri, conf, 1);
    for (String fault : List.of("create", "write", "hsync", "close", "open", "rename")) {
      for (String file :
          fault.equals("rename") ? List.of("m") : List.of("model.json", "weights.safetensors")) {
        FAULTS.arm(fault, file);
        assertThatThrownBy(() -> ModelStoreTest.write(uri, conf, 2))
            .as(fault + " " + file)
            .hasMessageContaining("injected at " + fault);
        assertThat(FAULTS.fired()).containsExactly(fault);
        FAULTS.reset();
        assertThat(ModelStoreTest.value(ModelStore.read(uri, conf))).isEqualTo(1);
        assertThat(names(directory)).containsExactly("m");
      }
    }
    ModelStoreTest.write(uri, conf, 3);
    assertThat(ModelStoreTest.value(ModelStore.read(uri, conf))).isEqualTo(3);
    assertThat(names(directory)).containsExactly("m");
  }

  @Test
  void bytesOfAllSchemesAreTheSame() throws IOException {
    byte[] first = null;
    for (String scheme : List.of("file", "faulty", "s3a")) {
      Path sub = Files.createDirectory(directory.resolve(scheme));
      CheckpointStore.Entry entry =
          new CheckpointStore(scheme + "://" + sub, conf)
              .save(1, Map.of(), CheckpointStoreTest.params(1));
      byte[] bytes = Files.readAllBytes(sub.resolve(entry.name()));
      assertThat(names(sub)).containsExactly(entry.name());
      if (first != null) {
        assertThat(bytes).isEqualTo(first);
      }
      first = bytes;
    }
  }
}
