package io.dendrite.cli.text;

import io.dendrite.checkpoint.CheckpointStore;
import io.dendrite.checkpoint.DamagedFileException;
import io.dendrite.data.DataException;
import io.dendrite.model.RunDescription;
import io.dendrite.nn.Options;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a path holds, as a map: {@code kind}, {@code path}, {@code valid}, {@code problem} (null if
 * valid), and the run. A checkpoint directory lists its {@code checkpoints}, and its run is that of
 * the newest valid one.
 */
public final class Inspection {
  private static final String EXPECTED =
      "expected a model directory, a checkpoint file or a directory of checkpoints";

  private Inspection() {}

  /** Reads a run's description, which proves that the file is whole. */
  private interface Read {
    RunDescription get() throws IOException;
  }

  /**
   * Inspects a path.
   *
   * @throws FileNotFoundException if there is nothing
   * @throws DataException if there is something else than a model or checkpoints
   * @throws IOException if it cannot be read, which says nothing about its being valid
   */
  public static Map<String, Object> of(String uri, Configuration conf) throws IOException {
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

  private static Map<String, Object> directory(String uri, FileStatus[] entries, Configuration conf)
      throws IOException {
    List<String> names = Stream.of(entries).map(entry -> entry.getPath().getName()).toList();
    if (names.contains("model.json") || names.contains("weights.safetensors")) {
      return describe("model", uri, () -> RunDescription.ofModel(uri, conf));
    }
    CheckpointStore store = new CheckpointStore(uri, conf);
    List<CheckpointStore.Entry> checkpoints = store.list();
    if (checkpoints.isEmpty()) {
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

  private static Map<String, Object> file(String uri, Path path, Configuration conf)
      throws IOException {
    CheckpointStore store = new CheckpointStore(path.getParent().toString(), conf);
    for (CheckpointStore.Entry entry : store.list()) {
      if (entry.name().equals(path.getName())) {
        Map<String, Object> found =
            describe("checkpoint", uri, () -> RunDescription.ofCheckpoint(store.load(entry)));
        found.put("bytes", entry.length());
        return found;
      }
    }
    boolean ofModel = List.of("model.json", "weights.safetensors").contains(path.getName());
    throw new DataException(
        ofModel
            ? uri + " is a part of a model; inspect its directory " + path.getParent()
            : uri
                + " is a file that is not named as a checkpoint"
                + " (ckpt-<12 digits>-<8 hexadecimal digits>.safetensors); "
                + EXPECTED);
  }

  private static Map<String, Object> checkpoints(
      String uri, CheckpointStore store, List<CheckpointStore.Entry> entries) throws IOException {
    List<Map<String, Object>> each = new ArrayList<>();
    Map<String, Object> newest = Map.of();
    int damaged = 0;
    for (CheckpointStore.Entry entry : entries) {
      Map<String, Object> found =
          describe(
              "checkpoint", entry.name(), () -> RunDescription.ofCheckpoint(store.load(entry)));
      boolean valid = Boolean.TRUE.equals(found.get("valid"));
      damaged += valid ? 0 : 1;
      newest = valid ? found : newest;
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("file", entry.name());
      one.put("steps", entry.step());
      one.put("bytes", entry.length());
      List.of("epoch", "stepInEpoch", "valid", "problem", "weightsSha256")
          .forEach(key -> one.put(key, found.get(key)));
      each.add(one);
    }
    Map<String, Object> all = new LinkedHashMap<>(newest);
    all.putAll(
        head(
            "checkpoint directory",
            uri,
            damaged == 0 ? null : damaged + " of " + each.size() + " checkpoints are damaged"));
    all.put("checkpoints", each);
    return all;
  }

  private static Map<String, Object> describe(String kind, String path, Read read)
      throws IOException {
    try {
      Map<String, Object> found = head(kind, path, null);
      found.putAll(run(read.get()));
      return found;
    } catch (DamagedFileException | DataException | FileNotFoundException e) {
      return head(kind, path, e.getMessage());
    }
  }

  private static Map<String, Object> head(String kind, String path, String problem) {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("kind", kind);
    head.put("path", path);
    head.put("valid", problem == null);
    head.put("problem", problem);
    return head;
  }

  private static Map<String, Object> run(RunDescription d) {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("run", d.run());
    run.put("steps", d.steps());
    run.put("epoch", d.epoch());
    run.put("stepInEpoch", d.stepInEpoch());
    run.put("task", d.network().task());
    run.put("layers", d.network().layers().stream().map(Inspection::entry).toList());
    run.put("loss", entry(d.network().loss()));
    run.put("inputs", d.encoding().inputs());
    run.put("outputs", d.encoding().outputs());
    run.put("features", d.encoding().names());
    run.put("labels", d.encoding().labels());
    run.put("parameters", d.parameters());
    run.put("networks", d.networks());
    run.put("weightsSha256", d.weightsSha256());
    run.put("validation", d.validation());
    run.put("test", d.test());
    run.put("partitions", d.partitions());
    run.put("dataFingerprint", d.dataFingerprint());
    run.put("versions", d.versions());
    run.put("settings", d.settings());
    return run;
  }

  /** A layer or loss as in the settings: type, value, options; without the name. */
  private static String entry(Map<String, Object> entry) {
    StringBuilder text = new StringBuilder(entry.get("type").toString());
    entry.forEach(
        (option, value) -> {
          if (option.equals(Options.POSITIONAL)) {
            text.append(' ').append(value);
          } else if (!option.equals("type") && !option.equals("name")) {
            text.append(' ').append(option).append('=').append(value);
          }
        });
    return text.toString();
  }
}
