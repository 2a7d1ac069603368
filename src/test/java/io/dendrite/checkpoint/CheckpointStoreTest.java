package io.dendrite.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointStoreTest {
  @TempDir Path temp;
  private Path directory;
  private CheckpointStore store;

  @BeforeEach
  void open() throws IOException {
    directory = temp.resolve("check points");
    store = new CheckpointStore("file://" + directory, new Configuration());
  }

  static List<Tensor> params(float value) {
    return List.of(Tensor.vector("params", new float[] {value, -0f, 3}));
  }

  static CheckpointStore.Entry save(CheckpointStore store, long step) throws IOException {
    return store.save(step, Map.of("seed", "1"), params(step));
  }

  static List<Long> steps(CheckpointStore store) throws IOException {
    return store.list().stream().map(CheckpointStore.Entry::step).toList();
  }

  static List<String> names(Path directory) throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void savedIsListedAndLoaded() throws IOException {
    assertThat(store.list()).isEmpty();
    assertThat(store.latest(w -> {})).isEmpty();
    save(store, 1_000);
    CheckpointStore.Entry nine = save(store, 9);
    CheckpointStore.Entry far = save(store, 999_999_999_999L);

    assertThat(nine.name()).matches("ckpt-000000000009-[0-9a-f]{8}\\.safetensors");
    assertThat(store.list()).hasSize(3).contains(nine, far);
    assertThat(steps(store)).containsExactly(9L, 1_000L, 999_999_999_999L);
    assertThat(names(directory))
        .containsExactlyElementsOf(store.list().stream().map(CheckpointStore.Entry::name).toList());
    assertThat(Files.size(directory.resolve(nine.name()))).isEqualTo(nine.length());
    CheckpointStore.Loaded loaded = store.load(nine);
    assertThat(loaded.contents().metadata()).isEqualTo(Map.of("seed", "1", "step", "9"));
    assertThat(SafeTensorsTest.bits(loaded.contents().tensor("params")))
        .isEqualTo(SafeTensorsTest.bits(params(9).get(0)));
    assertThat(store.latest(w -> {}).orElseThrow().entry()).isEqualTo(far);
  }

  @Test
  void savingTheSameAgainIsFineAndMendsDamage() throws IOException {
    CheckpointStore.Entry entry = save(store, 5);
    assertThat(save(store, 5)).isEqualTo(entry);
    Path file = directory.resolve(entry.name());
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, 20));
    assertThat(save(store, 5)).isEqualTo(entry);
    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    assertThat(names(directory)).containsExactly(entry.name());
  }

  @Test
  void aStepThatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> save(store, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> save(store, 1_000_000_000_000L))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.save(3, Map.of("step", "4"), params(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("step 4");
  }

  @Test
  void foreignNamesAreIgnored() throws IOException {
    CheckpointStore.Entry entry = save(store, 5);
    for (String name :
        List.of(
            "ckpt-5-00000000.safetensors",
            "ckpt-000000000006-0000000G.safetensors",
            "ckpt-000000000006-00000000.safetensors.crc",
            "_tmp-0123456789abcdef-ckpt-000000000006-00000000.safetensors",
            "notes.txt")) {
      Files.writeString(directory.resolve(name), "x");
    }
    Files.createDirectory(directory.resolve("ckpt-000000000007-00000000.safetensors"));
    assertThat(store.list()).containsExactly(entry);
    store.prune(1, null);
    assertThat(names(directory)).hasSize(7);
  }

  @Test
  void everyFlippedBitIsFoundAndTheOneBeforeTaken() throws IOException {
    CheckpointStore.Entry before = save(store, 1);
    CheckpointStore.Entry entry = save(store, 2);
    Path file = directory.resolve(entry.name());
    byte[] whole = Files.readAllBytes(file);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, flipped);
      assertThatThrownBy(() -> store.load(entry))
          .as("bit %d", bit)
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining(entry.name());
      List<String> warnings = new ArrayList<>();
      assertThat(store.latest(warnings::add).orElseThrow().entry()).isEqualTo(before);
      assertThat(warnings).hasSize(1);
      assertThat(warnings.get(0))
          .startsWith("Skipping the checkpoint of step 2: ")
          .endsWith("; it is never used, and may be deleted")
          .contains(" is damaged: found ");
    }
  }

  @Test
  void everyTruncationIsFound() throws IOException {
    CheckpointStore.Entry before = save(store, 1);
    CheckpointStore.Entry entry = save(store, 2);
    Path file = directory.resolve(entry.name());
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      List<String> warnings = new ArrayList<>();
      assertThat(store.latest(warnings::add).orElseThrow().entry()).isEqualTo(before);
      assertThat(warnings).hasSize(1);
    }
  }

  @Test
  void aCheckpointUnderAnotherStepsNameIsDamaged() throws IOException {
    CheckpointStore.Entry entry = save(store, 2);
    String renamed = entry.name().replace("000002-", "000003-");
    Files.move(directory.resolve(entry.name()), directory.resolve(renamed));
    assertThatThrownBy(() -> store.load(store.list().get(0)))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageEndingWith("found step '2'; expected 3 by its name");
  }

  @Test
  void noneValidRefusesToStartFromScratch() throws IOException {
    for (CheckpointStore.Entry entry : List.of(save(store, 1), save(store, 2))) {
      Files.write(directory.resolve(entry.name()), new byte[3]);
    }
    List<String> warnings = new ArrayList<>();
    assertThatThrownBy(() -> store.latest(warnings::add))
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContaining("2 checkpoint file(s)")
        .hasMessageContaining("refusing to start from scratch: restore one");
    assertThat(warnings).hasSize(2);
  }

  @Test
  void anUnreadableOneFails() throws IOException {
    save(store, 1);
    CheckpointStore.Entry entry = save(store, 2);
    Faults faults = new Faults();
    faults.arm("open", entry.name());
    CheckpointStore faulty =
        new CheckpointStore(new FaultyFiles(new LocalFiles(directory), faults), null);
    assertThatThrownBy(() -> faulty.latest(w -> {}))
        .isNotInstanceOf(DamagedFileException.class)
        .hasMessage("injected at open");
  }

  @Test
  void pruneKeepsTheLastAndTheBest() throws IOException {
    List<CheckpointStore.Entry> all = new ArrayList<>();
    for (int step = 1; step <= 6; step++) {
      all.add(save(store, step));
    }
    store.prune(3, all.get(1));
    assertThat(steps(store)).containsExactly(2L, 4L, 5L, 6L);
    store.prune(9, null);
    assertThat(steps(store)).containsExactly(2L, 4L, 5L, 6L);
    CheckpointStore.Entry damaged = all.get(5);
    store.prune(1, null, java.util.Set.of(damaged.name()));
    assertThat(steps(store)).as("the damaged one does not count").containsExactly(5L, 6L);
    store.prune(1, null);
    assertThat(steps(store)).containsExactly(6L);
    assertThatThrownBy(() -> store.prune(0, null)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sweepTakesOnlyTemporaryFilesOfOtherRuns() throws IOException {
    assertThatThrownBy(() -> store.sweep())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("lease");
    try (Lease lease = Lease.acquire("file://" + directory, new Configuration(), w -> {})) {
      CheckpointStore leased =
          new CheckpointStore("file://" + directory, new Configuration(), lease);
      CheckpointStore.Entry entry = save(leased, 1);
      String own = TemporaryName.of(lease.runId(), entry.name());
      for (String name :
          List.of(own, "_tmp-0123456789abcdef-" + entry.name(), "_tmp-mine", "_tmp-notes-x")) {
        Files.writeString(directory.resolve(name), "x");
      }
      assertThat(leased.sweep()).isEqualTo(1);
      assertThat(names(directory))
          .containsExactlyInAnyOrder(entry.name(), own, "_tmp-mine", "_tmp-notes-x", Lease.NAME);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "write", "hsync", "close", "open", "rename"})
  void aFaultLeavesTheOldCheckpointAndNoPart(String fault) throws IOException {
    CheckpointStore.Entry before = save(store, 1);
    Faults faults = new Faults();
    CheckpointStore faulty =
        new CheckpointStore(new FaultyFiles(new LocalFiles(directory), faults), null);
    faults.arm(fault, ".safetensors");
    assertThatThrownBy(() -> save(faulty, 2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot save the checkpoint of step 2")
        .hasMessageEndingWith("failed: injected at " + fault);
    assertThat(faults.fired()).containsExactly(fault);
    assertThat(names(directory)).containsExactly(before.name());
    assertThat(store.latest(w -> {}).orElseThrow().entry()).isEqualTo(before);
    assertThat(save(faulty, 2).step()).isEqualTo(2);
    assertThat(steps(store)).containsExactly(1L, 2L);
  }
}
