package io.dendrite.cli.text;

import io.dendrite.checkpoint.CheckpointStore;
import io.dendrite.checkpoint.DamagedFileException;
import io.dendrite.checkpoint.ModelStore;
import io.dendrite.data.DataException;
import io.dendrite.model.RunDescription;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds out whether a path holds a model or checkpoints, and reads their descriptions. */
public final class Inspection {
  private static final String EXPECTED =
      "expected a model directory, a checkpoint file or a directory of checkpoints";

  private Inspection() {}

  /** Reads the description of a run from a file; success proves that the file is undamaged. */
  private interface Read {
    RunDescription get() throws IOException;
  }

  /**
   * Inspects a path: a model, a checkpoint or a directory of checkpoints.
   *
   * @throws FileNotFoundException if there is nothing at the path
   * @throws DataException if the path holds something other than a model or checkpoints
   * @throws IOException if a file cannot be read, which does not mean that it is damaged
   */
  public static InspectResult of(String uri, Configuration conf) throws IOException {
    Path path = new Path(uri);
    FileSystem files = path.getFileSystem(conf);
    FileStatus status;
    try {
      status = files.getFileStatus(path);
    } catch (FileNotFoundException e) {
      throw new FileNotFoundException(uri + " does not exist; " + EXPECTED);
    }
    return status.isDirectory()
        ? directory(uri, files.listStatus(path), conf)
        : file(uri, status.getPath(), conf);
  }

  private static InspectResult directory(String uri, FileStatus[] entries, Configuration conf)
      throws IOException {
    List<String> names = Stream.of(entries).map(entry -> entry.getPath().getName()).toList();
    if (names.contains("model.json") || names.contains("weights.safetensors")) {
      return describe("model", uri, () -> RunDescription.ofModel(uri, conf));
    }
    CheckpointStore store = new CheckpointStore(uri, conf);
    List<CheckpointStore.Entry> checkpoints = store.list();
    if (checkpoints.isEmpty()) {
      ModelStore.refuseStages(uri, conf);
      throw new DataException(
          uri
              + " is a directory of "
              + names.size()
              + " entries without a model.json or a"
              + " checkpoint; "
              + (names.contains("member-1")
                  ? "the checkpoints of an ensemble are in its member-1, member-2 ..."
                  : EXPECTED));
    }
    return checkpoints(uri, store, checkpoints);
  }

  private static InspectResult file(String uri, Path path, Configuration conf) throws IOException {
    CheckpointStore store = new CheckpointStore(path.getParent().toString(), conf);
    for (CheckpointStore.Entry entry : store.list()) {
      if (entry.name().equals(path.getName())) {
        return describe("checkpoint", uri, () -> RunDescription.ofCheckpoint(store.load(entry)))
            .ofBytes(entry.length());
      }
    }
    boolean ofModel = List.of("model.json", "weights.safetensors").contains(path.getName());
    throw new DataException(
        ofModel
            ? uri + " is part of a model; inspect its directory " + path.getParent()
            : uri
                + " is a file that is not named as a checkpoint"
                + " (ckpt-<12 digits>-<8 hexadecimal digits>.safetensors); "
                + EXPECTED);
  }

  private static InspectResult checkpoints(
      String uri, CheckpointStore store, List<CheckpointStore.Entry> entries) throws IOException {
    List<InspectResult.Checkpoint> each = new ArrayList<>();
    InspectResult.Run newest = null;
    int damaged = 0;
    for (CheckpointStore.Entry entry : entries) {
      InspectResult found =
          describe(
              "checkpoint", entry.name(), () -> RunDescription.ofCheckpoint(store.load(entry)));
      damaged += found.valid() ? 0 : 1;
      newest = found.valid() ? found.run() : newest;
      each.add(InspectResult.Checkpoint.of(entry, found));
    }
    return new InspectResult(
        "checkpoint directory",
        uri,
        damaged == 0,
        damaged == 0 ? null : damaged + " of " + each.size() + " checkpoints are damaged",
        newest,
        null,
        each);
  }

  private static InspectResult describe(String kind, String path, Read read) throws IOException {
    try {
      return InspectResult.whole(kind, path, read.get());
    } catch (DamagedFileException | DataException | FileNotFoundException e) {
      return InspectResult.damaged(kind, path, e.getMessage());
    }
  }
}
