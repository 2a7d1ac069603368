package io.dendrite.model;

import io.dendrite.checkpoint.CheckpointStore;
import io.dendrite.checkpoint.Tensor;
import io.dendrite.config.Effect;
import io.dendrite.config.Key;
import io.dendrite.config.Keys;
import io.dendrite.config.TrainConfig;
import io.dendrite.config.TrainKeys;
import io.dendrite.data.DataException;
import io.dendrite.data.Encoding;
import io.dendrite.data.Scaler;
import io.dendrite.engine.TrainState;
import io.dendrite.net.Net;
import io.dendrite.net.NetSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The description of a run in its checkpoints. When a run is resumed, this description is compared
 * with the new settings and data, and the run's progress (its {@link Position}) is restored.
 *
 * @param run id of the run that wrote the checkpoint
 * @param settings value of every configuration key of the run
 * @param dataFingerprint fingerprint of the training and the validation rows; the order of the rows
 *     does not matter
 */
public record Snapshot(
    String run,
    NetSpec spec,
    Encoding encoding,
    Scaler scaler,
    SortedMap<String, String> settings,
    int partitions,
    String dataFingerprint,
    Provenance provenance) {

  private static final String FORMAT = "dendrite-checkpoint";
  private static final int VERSION = 3;

  /**
   * How far a run has come: all of its progress except the parameters and the optimiser state.
   *
   * @param epochLoss mean loss of the last completed epoch; NaN if there is none yet
   * @param validationDue whether the run was stopped at the end of an epoch before it validated the
   *     parameters
   */
  public record Position(
      long step,
      long epoch,
      long stepInEpoch,
      double rate,
      double rateFactor,
      double lossSum,
      long lossRows,
      String epochLoss,
      boolean validationDue,
      String best,
      long bestStep,
      int epochsSinceBest) {}

  /** The content of a checkpoint's metadata: everything except the tensors, as strings. */
  public Map<String, String> metadata(Position position, List<String> slots) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put("formatVersion", Integer.toString(VERSION));
    metadata.put("run", run);
    metadata.put("network", RunJson.write(spec));
    metadata.put("encoding", RunJson.write(encoding));
    metadata.put("targets", RunJson.write(scaler.targets()));
    metadata.put("settings", RunJson.write(settings));
    metadata.put("settingsSha256", RunJson.sha256(RunJson.write(settings)));
    metadata.put("partitions", Integer.toString(partitions));
    metadata.put("dataFingerprint", dataFingerprint);
    metadata.put("optimizerSlots", RunJson.write(slots));
    metadata.put("position", RunJson.write(position));
    metadata.put("provenance", RunJson.write(provenance));
    return metadata;
  }

  /**
   * The tensors of a checkpoint: parameters, optimiser state, scaler, and the best weights if early
   * stopping keeps them.
   */
  public List<Tensor> tensors(Net net, TrainState state, List<String> slots, float[] best) {
    List<Tensor> tensors = new ArrayList<>(TrainedModel.tensors(net, state.parameters, ""));
    for (int i = 0; i < state.slots.length; i++) {
      tensors.addAll(TrainedModel.tensors(net, state.slots[i], slots.get(i) + "/"));
    }
    if (best != null) {
      tensors.addAll(TrainedModel.tensors(net, best, "best/"));
    }
    if (state.search != null) {
      tensors.addAll(SearchTensors.of(state.search));
    }
    tensors.addAll(ScalerTensors.of(scaler));
    return tensors;
  }

  /**
   * Reads the description of a run from a checkpoint.
   *
   * @throws DataException if the file is not a checkpoint of a version that this program reads
   */
  public static Snapshot of(CheckpointStore.Loaded loaded) {
    String file = loaded.entry().path();
    Map<String, String> m = loaded.contents().metadata();
    if (!FORMAT.equals(m.get("format"))
        || !Integer.toString(VERSION).equals(m.get("formatVersion"))) {
      throw new DataException(
          file
              + " is of format "
              + m.get("format")
              + " "
              + m.get("formatVersion")
              + ", expected "
              + FORMAT
              + " "
              + VERSION
              + "; use the version of Dendrite that wrote it");
    }
    SortedMap<String, String> settings = new TreeMap<>();
    RunJson.read(file + ", settings", m.get("settings"), Map.class)
        .forEach((key, value) -> settings.put(key.toString(), String.valueOf(value)));
    Encoding encoding = RunJson.read(file + ", encoding", m.get("encoding"), Encoding.class);
    Scaler.Targets targets =
        RunJson.read(file + ", targets", m.get("targets"), Scaler.Targets.class);
    return new Snapshot(
        m.get("run"),
        RunJson.read(file + ", network", m.get("network"), NetSpec.class),
        encoding,
        ScalerTensors.read(file, loaded.contents(), encoding.inputs()).with(targets),
        settings,
        RunJson.read(file + ", partitions", m.get("partitions"), Integer.class),
        m.get("dataFingerprint"),
        RunJson.read(file + ", provenance", m.get("provenance"), Provenance.class));
  }

  public static Position position(CheckpointStore.Loaded loaded) {
    return RunJson.read(
        loaded.entry().path() + ", position",
        loaded.contents().metadata().get("position"),
        Position.class);
  }

  /** Reads the parameters and the optimiser state from a checkpoint. */
  public static TrainState state(CheckpointStore.Loaded loaded, Net net, List<String> names) {
    String file = loaded.entry().path();
    float[][] slots = new float[names.size()][];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = TrainedModel.vector(file, net, loaded.contents(), names.get(i) + "/");
    }
    TrainState state =
        new TrainState(
            TrainedModel.vector(file, net, loaded.contents(), ""), slots, loaded.entry().step());
    state.search = SearchTensors.read(file, loaded.contents(), net.parameters());
    return state;
  }

  /** Reads the best weights that early stopping kept; null if the checkpoint has none. */
  public static float[] best(CheckpointStore.Loaded loaded, Net net) {
    boolean kept = loaded.contents().tensors().stream().anyMatch(t -> t.name().startsWith("best/"));
    return kept
        ? TrainedModel.vector(loaded.entry().path(), net, loaded.contents(), "best/")
        : null;
  }

  /**
   * True if a setting may have another value in the resumed run than in the stopped run; false for
   * a key that this version does not know.
   */
  private static boolean mayChange(String name, boolean epochsMatter) {
    Key<?> key = Keys.of(name);
    return key != null && key.effect() != Effect.BITS && !(key == TrainKeys.EPOCHS && epochsMatter);
  }

  /**
   * Refuses to resume a run if a setting that must stay the same has changed.
   *
   * @throws DataException naming the first setting that differs, with its old and new value
   */
  public void requireSame(String file, TrainConfig now) {
    SortedMap<String, String> keys = new TreeMap<>(settings);
    keys.putAll(now.settings());
    boolean epochsMatter = now.run().schedule().dependsOnEpochs();
    for (String key : keys.keySet()) {
      String old = settings.get(key);
      String asked = now.settings().get(key);
      if (!java.util.Objects.equals(old, asked) && !mayChange(key, epochsMatter)) {
        throw differs(file, key, old, asked);
      }
    }
    int asked = now.data().partitions();
    if (asked != 0 && asked != partitions) {
      throw differs(file, "data.partitions", partitions, asked);
    }
  }

  /**
   * True if early stopping watches the same metric as in the stopped run, and patience is 0 in both
   * runs or in neither.
   */
  public boolean sameStopping(SortedMap<String, String> now) {
    String metric = TrainKeys.METRIC.name();
    String patience = TrainKeys.PATIENCE.name();
    return java.util.Objects.equals(settings.get(metric), now.get(metric))
        && "0".equals(settings.get(patience)) == "0".equals(now.get(patience));
  }

  /** Refuses a number of epochs below the number that the stopped run has already done. */
  public void requireEpochsLeft(String file, Position position, int epochs) {
    if (position.epoch() > epochs) {
      throw new DataException(
          "cannot resume from "
              + file
              + ": it has done "
              + position.epoch()
              + " epochs, and train.epochs is "
              + epochs
              + "; set it to at least "
              + position.epoch());
    }
  }

  /** Refuses data that differ from the data with which the stopped run began. */
  public void requireSameData(String file, String fingerprint) {
    if (!fingerprint.equals(dataFingerprint)) {
      throw differs(file, "the training data (rows and fingerprint)", dataFingerprint, fingerprint);
    }
  }

  private static DataException differs(String file, String what, Object old, Object asked) {
    return new DataException(
        "cannot resume from "
            + file
            + ": "
            + what
            + " changed, "
            + old
            + " -> "
            + asked
            + "; restore it, or start a new run in another checkpoint.dir");
  }
}
