package io.dendrite.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes and reads models. A model is a directory with the files {@code model.json} and {@code
 * weights.safetensors}. When a model is replaced, the whole directory is replaced.
 *
 * <p>The file {@code model.json} holds the caller's keys and the four keys {@code format}, {@code
 * formatVersion}, {@code weightsCrc32c} (the checksum of the weights file) and {@code jsonCrc32c}
 * (the checksum of {@code model.json} itself).
 */
public final class ModelStore {
  static final String JSON = "model.json";

  /** Name of the file that holds the model's tensors. */
  public static final String WEIGHTS = "weights.safetensors";

  /** The verified contents of a model directory. */
  public record Model(ObjectNode json, SafeTensors.Contents weights) {}

  private ModelStore() {}

  /**
   * Writes a model under a temporary name, and then renames the model to its final name. An
   * existing model is kept until the new model is complete.
   *
   * @param uri the model's directory, on any Hadoop file system; the directory must be new, empty,
   *     or hold a Dendrite model
   * @param json the caller's keys for {@code model.json}; for the four keys that this class writes
   *     itself, the caller's values are ignored; the object is not changed
   * @throws IOException if the directory holds something other than a model, or the file system
   *     fails; an existing model is then not changed
   */
  public static void write(
      String uri,
      Configuration conf,
      ObjectNode json,
      Map<String, String> weightsMetadata,
      List<Tensor> tensors)
      throws IOException {
    write(uri, conf, json, weightsMetadata, tensors, directory -> {});
  }

  /** Writes further files into the directory of a model. */
  public interface Companion {
    /**
     * Writes the further files.
     *
     * @param directory URI of the model's directory, which still has its temporary name
     */
    void write(String directory) throws IOException;
  }

  /**
   * Writes a model as {@link #write(String, Configuration, ObjectNode, Map, List)} does, with
   * further files in its directory.
   *
   * @param more writes the further files
   */
  public static void write(
      String uri,
      Configuration conf,
      ObjectNode json,
      Map<String, String> weightsMetadata,
      List<Tensor> tensors,
      Companion more)
      throws IOException {
    Path path = qualified(uri, conf);
    write(
        AtomicFiles.at(path.getParent(), conf),
        path.getName(),
        json,
        weightsMetadata,
        tensors,
        more);
  }

  /**
   * Checks, before a long run, that a model can be written to {@code uri} at the end of the run.
   *
   * @throws IOException if the directory holds something other than a model, or cannot be written
   */
  public static void checkReplaceable(String uri, Configuration conf) throws IOException {
    Path path = qualified(uri, conf);
    AtomicFiles files = AtomicFiles.at(path.getParent(), conf);
    refuseForeign(files, path.getName());
    String probe = "." + path.getName() + ".tmp-" + LeaseHolder.newRunId();
    try {
      files.makeDirectory("");
      files.makeDirectory(probe);
      files.delete(probe);
    } catch (IOException e) {
      throw new IOException(
          "model.dir = "
              + uri
              + " cannot be written: "
              + e.getMessage()
              + "; choose a directory that can",
          e);
    }
  }

  static void write(
      AtomicFiles files,
      String name,
      ObjectNode json,
      Map<String, String> weightsMetadata,
      List<Tensor> tensors,
      Companion more)
      throws IOException {
    SafeTensorsImage image = new SafeTensorsImage(weightsMetadata, tensors);
    byte[] text = ModelDescription.text(json, image.crc32c());
    files.makeDirectory("");
    refuseForeign(files, name);
    String id = LeaseHolder.newRunId();
    String temporary = "." + name + ".tmp-" + id;
    try {
      files.makeDirectory(temporary);
      write(files, temporary + "/" + WEIGHTS, image);
      write(files, temporary + "/" + JSON, text);
      more.write(files.path(temporary).toString());
      read(files, temporary);
      replace(files, temporary, name, "." + name + ".old-" + id);
    } catch (IOException | RuntimeException | Error e) {
      delete(files, temporary, e);
      throw e;
    }
  }

  private static void write(AtomicFiles files, String name, SafeTensorsImage image)
      throws IOException {
    try (AtomicFiles.Output out = files.create(name)) {
      image.writeTo(out);
      out.sync();
    }
  }

  private static void write(AtomicFiles files, String name, byte[] text) throws IOException {
    try (AtomicFiles.Output out = files.create(name)) {
      out.write(text);
      out.sync();
    }
  }

  private static void replace(AtomicFiles files, String temporary, String name, String old)
      throws IOException {
    boolean replaces = files.find(name).isPresent();
    if (replaces && !files.move(name, old)) {
      throw new IOException(files.path(old) + " is in the way");
    }
    try {
      if (!files.move(temporary, name)) {
        throw new IOException(
            files.path(name) + " was created by somebody else while the model was written");
      }
    } catch (IOException | RuntimeException e) {
      if (replaces) {
        putBack(files, old, name, e);
      }
      throw e;
    }
    if (replaces) {
      files.delete(old);
    }
  }

  private static void putBack(AtomicFiles files, String old, String name, Exception primary) {
    try {
      files.move(old, name);
    } catch (IOException | RuntimeException e) {
      primary.addSuppressed(e);
    }
  }

  private static void delete(AtomicFiles files, String name, Throwable primary) {
    try {
      files.delete(name);
    } catch (IOException | RuntimeException e) {
      primary.addSuppressed(e);
    }
  }

  private static void refuseForeign(AtomicFiles files, String name) throws IOException {
    Optional<AtomicFiles.Found> found = files.find(name);
    if (found.isEmpty() || (found.get().directory() && files.list(name).isEmpty())) {
      return;
    }
    boolean ours = found.get().directory() && ModelDescription.isOurs(files, name + "/" + JSON);
    if (!ours) {
      throw new IOException(
          files.path(name)
              + " exists and is not a Dendrite model, so it is not replaced; name another directory"
              + " or remove it");
    }
  }

  /**
   * Reads a model and verifies its files by their checksums.
   *
   * @throws DamagedFileException if a file differs from the file that was written
   * @throws IOException if there is no model, or a newer Dendrite wrote it
   */
  public static Model read(String uri, Configuration conf) throws IOException {
    Path path = qualified(uri, conf);
    return read(AtomicFiles.at(path.getParent(), conf), path.getName());
  }

  static Model read(AtomicFiles files, String name) throws IOException {
    if (files.find(name).isEmpty()) {
      throw new FileNotFoundException("the model " + files.path(name) + missing(files, name));
    }
    refuseStages(files, name);
    ObjectNode json = ModelDescription.read(files, name + "/" + JSON);
    String weights = name + "/" + WEIGHTS;
    long length = require(files, weights).length();
    CRC32C crc = new CRC32C();
    try (InputStream in = new CheckedInputStream(files.open(weights), crc)) {
      SafeTensors.Contents contents = SafeTensors.read(in, length, files.path(weights), true);
      String expected = ModelDescription.weightsCrc(json);
      if (!Checksum.hex(crc).equals(expected)) {
        throw new DamagedFileException(
            files.path(weights), "CRC32C " + Checksum.hex(crc), expected + " by " + JSON);
      }
      return new Model(json, contents);
    } catch (ChecksumException e) {
      throw new DamagedFileException(
          files.path(weights), "a block that fails the file system's checksum", "none", e);
    }
  }

  /**
   * The end of the error message about a model that does not exist. A crash between the two renames
   * of {@link #replace} may have left the old model under another name; the message then names the
   * old model's path.
   */
  private static String missing(AtomicFiles files, String name) throws IOException {
    for (AtomicFiles.Found found : files.list("")) {
      if (found.name().startsWith("." + name + ".old-")) {
        return " does not exist, but an interrupted replacement left it as "
            + files.path(found.name())
            + "; rename that back";
      }
    }
    return " does not exist";
  }

  /**
   * Refuses the directory of a pipeline or of a search of Spark ML, which is not a model, although
   * a directory within it may be one.
   *
   * @throws IOException naming the model's directory, if there is one
   */
  public static void refuseStages(String uri, Configuration conf) throws IOException {
    Path path = qualified(uri, conf);
    refuseStages(AtomicFiles.at(path.getParent(), conf), path.getName());
  }

  private static void refuseStages(AtomicFiles files, String name) throws IOException {
    if (files.find(name + "/" + JSON).isPresent()) {
      return;
    }
    List<String> candidates = new ArrayList<>();
    for (String within : List.of("", "/bestModel")) {
      candidates.add(name + within);
      String stages = name + within + "/stages";
      if (files.find(stages).isPresent()) {
        files.list(stages).forEach(stage -> candidates.add(stages + "/" + stage.name()));
      }
    }
    for (String candidate : candidates) {
      if (files.find(candidate + "/" + JSON).isPresent()) {
        boolean stage = candidate.contains("/stages/");
        throw new FileNotFoundException(
            files.path(name)
                + (stage
                    ? " is a pipeline of Spark ML; its model is the stage "
                    : " is a search of Spark ML; its best model is ")
                + files.path(candidate)
                + (stage
                    ? ", which takes the columns that the stages before it make: they are not applied"
                    : ""));
      }
    }
  }

  private static AtomicFiles.Found require(AtomicFiles files, String name) throws IOException {
    return files
        .find(name)
        .filter(found -> !found.directory())
        .orElseThrow(
            () -> new FileNotFoundException(files.path(name) + " does not exist: no whole model"));
  }

  private static Path qualified(String uri, Configuration conf) throws IOException {
    Path path = new Path(uri);
    FileSystem files = path.getFileSystem(conf);
    Path qualified = files.makeQualified(path);
    if (qualified.getParent() == null) {
      throw new IOException(qualified + " is a root directory; a model needs one of its own");
    }
    return qualified;
  }
}
