package io.dendrite.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints of one run in one directory of any Hadoop file system.
 *
 * <p>A checkpoint is one safetensors file named after its step and the CRC32C of its bytes, and is
 * never overwritten. A checkpoint file is therefore either whole or absent. Which checkpoints exist
 * is decided by listing and validating the files; there is no file that names the latest
 * checkpoint.
 */
public final class CheckpointStore {
  /** The metadata key under which a checkpoint holds the number of training steps done. */
  public static final String STEP = "step";

  private static final Pattern NAME = Pattern.compile("ckpt-(\\d{12})-([0-9a-f]{8})\\.safetensors");
  private static final long LAST_STEP = 999_999_999_999L;

  /**
   * A file that has the name of a checkpoint. Only loading the file shows whether it is a valid
   * checkpoint.
   *
   * @param step number of training steps done
   * @param crc CRC32C that the whole file should have
   * @param name name of the file in the directory
   * @param path path of the file, including its directory
   * @param length length of the file in bytes
   */
  public record Entry(long step, int crc, String name, String path, long length) {}

  /** A checkpoint in memory, all of whose checksums were verified. */
  public record Loaded(Entry entry, SafeTensors.Contents contents) {}

  private final AtomicFiles files;
  private final Lease lease;
  private final String runId;

  /**
   * Creates a store without a lease, for a program that only reads, or that is the only program to
   * use the directory.
   */
  public CheckpointStore(String uri, Configuration conf) throws IOException {
    this(AtomicFiles.at(new Path(uri), conf), null);
  }

  /**
   * Creates a store that publishes and deletes files only as long as this run holds the directory's
   * lease.
   */
  public CheckpointStore(String uri, Configuration conf, Lease lease) throws IOException {
    this(AtomicFiles.at(new Path(uri), conf), lease);
  }

  CheckpointStore(AtomicFiles files, Lease lease) {
    this.files = files;
    this.lease = lease;
    this.runId = lease == null ? LeaseHolder.newRunId() : lease.runId();
  }

  /**
   * Saves a checkpoint and verifies it by reading it back. When this method returns, the checkpoint
   * is on disk.
   *
   * @param step number of training steps done, from 0 (inclusive) to 10^12 (exclusive)
   * @throws LeaseException if another run has taken over the directory's lease
   * @throws IOException if the checkpoint cannot be saved; the message names the action that
   *     failed, and earlier checkpoints are unchanged
   */
  public Entry save(long step, Map<String, String> metadata, List<Tensor> tensors)
      throws IOException {
    if (step < 0 || step > LAST_STEP) {
      throw new IllegalArgumentException("step " + step + "; wanted 0 to " + LAST_STEP);
    }
    Map<String, String> withStep = new TreeMap<>(metadata);
    String other = withStep.put(STEP, Long.toString(step));
    if (other != null && !other.equals(Long.toString(step))) {
      throw new IllegalArgumentException(
          "metadata says step " + other + ", the checkpoint is of step " + step);
    }
    SafeTensorsImage image = new SafeTensorsImage(withStep, tensors);
    int crc = image.crc32c();
    String name = "ckpt-%012d-%s.safetensors".formatted(step, Checksum.hex(crc));
    Entry entry = new Entry(step, crc, name, files.path(name), image.length());
    new Commit(files, lease, entry, TemporaryName.of(runId, name)).run(image);
    return entry;
  }

  /**
   * All files that have the name of a checkpoint, sorted by step, then by checksum. Files with
   * other names are ignored.
   */
  public List<Entry> list() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (AtomicFiles.Found file : files.list("")) {
      Matcher matcher = NAME.matcher(file.name());
      if (matcher.matches() && !file.directory()) {
        entries.add(
            new Entry(
                Long.parseLong(matcher.group(1)),
                Checksum.parse(matcher.group(2)),
                file.name(),
                files.path(file.name()),
                file.length()));
      }
    }
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }

  /**
   * Loads a checkpoint and verifies the whole file.
   *
   * @throws DamagedFileException if the file does not hold what was saved under its name
   */
  public Loaded load(Entry entry) throws IOException {
    CRC32C crc = new CRC32C();
    try (InputStream in = new CheckedInputStream(files.open(entry.name()), crc)) {
      SafeTensors.Contents contents = SafeTensors.read(in, entry.length(), entry.path(), true);
      checkIdentity(entry, contents.metadata(), crc);
      return new Loaded(entry, contents);
    } catch (ChecksumException e) {
      throw new DamagedFileException(
          entry.path(), "a block that fails the file system's checksum", "none", e);
    }
  }

  /** Verifies a checkpoint as {@link #load} does, but does not keep its content in memory. */
  static void verify(AtomicFiles files, String name, Entry entry) throws IOException {
    CRC32C crc = new CRC32C();
    try (InputStream in = new CheckedInputStream(files.open(name), crc)) {
      checkIdentity(entry, SafeTensors.verify(in, entry.length(), files.path(name)), crc);
    } catch (ChecksumException e) {
      throw new DamagedFileException(
          files.path(name), "a block that fails the file system's checksum", "none", e);
    }
  }

  private static void checkIdentity(Entry entry, Map<String, String> metadata, CRC32C crc)
      throws DamagedFileException {
    if ((int) crc.getValue() != entry.crc()) {
      throw new DamagedFileException(
          entry.path(), "CRC32C " + Checksum.hex(crc), Checksum.hex(entry.crc()) + " by its name");
    }
    String step = String.valueOf(metadata.get(STEP));
    if (!step.equals(Long.toString(entry.step()))) {
      throw new DamagedFileException(
          entry.path(), "step " + DamagedFileException.quote(step), entry.step() + " by its name");
    }
  }

  /**
   * The valid checkpoint with the most steps; empty if the directory has no checkpoint files at
   * all.
   *
   * @param warn receives a sentence about every damaged checkpoint that was skipped
   * @throws IOException if a checkpoint cannot be read, or if there are checkpoints but none is
   *     valid
   */
  public Optional<Loaded> latest(Consumer<String> warn) throws IOException {
    List<Entry> entries = list();
    for (int i = entries.size() - 1; i >= 0; i--) {
      try {
        return Optional.of(load(entries.get(i)));
      } catch (DamagedFileException e) {
        warn.accept(
            "Skipping the checkpoint of step "
                + entries.get(i).step()
                + ": "
                + e.getMessage()
                + "; it is never used, and may be deleted");
      }
    }
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    throw new IOException(
        ("%s holds %d checkpoint file(s) and all are damaged; refusing to start from scratch:"
                + " restore one of them, or name an empty checkpoint directory")
            .formatted(files.path(""), entries.size()));
  }

  /**
   * Deletes all checkpoints except the last {@code keep} checkpoints and the best checkpoint. To be
   * called only after {@link #save} has returned, so that the last checkpoint has been verified.
   *
   * @param keep number of the newest checkpoints to keep, at least 1
   * @param best the best checkpoint, which is also kept; null if no checkpoint is the best
   */
  public void prune(int keep, Entry best) throws IOException {
    prune(keep, best, Set.of());
  }

  /**
   * Deletes checkpoints as {@link #prune(int, Entry)} does, for a directory in which some
   * checkpoints are known to be damaged.
   *
   * @param damaged names of damaged files, which are neither counted nor deleted
   */
  public void prune(int keep, Entry best, Set<String> damaged) throws IOException {
    if (keep < 1) {
      throw new IllegalArgumentException("keep = " + keep + "; wanted at least 1");
    }
    List<Entry> entries = list().stream().filter(e -> !damaged.contains(e.name())).toList();
    Set<String> kept = new HashSet<>();
    entries.stream().skip(Math.max(0, entries.size() - keep)).forEach(e -> kept.add(e.name()));
    if (best != null) {
      kept.add(best.name());
    }
    if (kept.size() < entries.size() && lease != null) {
      lease.check();
    }
    for (Entry entry : entries) {
      if (!kept.contains(entry.name())) {
        files.delete(entry.name());
      }
    }
  }

  /**
   * Deletes the unfinished files of other runs. The other runs must have ended, since this run
   * holds the directory's lease.
   *
   * @return number of files deleted
   * @throws IllegalStateException if the store was made without a lease
   */
  public int sweep() throws IOException {
    if (lease == null) {
      throw new IllegalStateException(
          "sweeping needs the directory's lease: without it another run may be writing there");
    }
    lease.check();
    int deleted = 0;
    for (AtomicFiles.Found file : files.list("")) {
      if (!file.directory() && TemporaryName.isOfAnotherRun(file.name(), runId)) {
        files.delete(file.name());
        deleted++;
      }
    }
    return deleted;
  }
}
