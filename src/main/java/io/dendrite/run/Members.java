package io.dendrite.run;

import io.dendrite.checkpoint.CheckpointStore;
import io.dendrite.config.TrainConfig;
import io.dendrite.data.DataException;
import io.dendrite.model.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;

/**
 * Manages the checkpoints of all networks of a run. If the run trains a single network, its
 * checkpoints are in {@code checkpoint.dir}; in an ensemble, each network's checkpoints are in a
 * subdirectory of their own.
 */
final class Members implements AutoCloseable {
  private final List<Checkpointer> checkpoints = new ArrayList<>();

  private Members() {}

  /** The object for a run that saves no checkpoints. */
  static Members none() {
    return new Members();
  }

  /**
   * Opens the checkpoints of all networks, before any network is trained, so that a run that cannot
   * be resumed fails before it trains anything.
   */
  static Members open(TrainConfig config, boolean resume, Configuration conf, RunListener listener)
      throws IOException {
    requireSameNumber(config, conf);
    Members members = new Members();
    try {
      for (int i = 0; i < config.run().ensemble(); i++) {
        members.checkpoints.add(Checkpointer.open(checkpoints(config, i), resume, conf, listener));
      }
      return members;
    } catch (IOException | RuntimeException e) {
      members.close();
      throw e;
    }
  }

  /**
   * Refuses a directory with checkpoints of one network if several networks are to be trained, and
   * a directory with checkpoints of several networks if one network is to be trained. The
   * checkpoints of an ensemble are in subdirectories, where a run of one network would overlook
   * them. A run of an ensemble would overlook the checkpoints of a single network.
   */
  private static void requireSameNumber(TrainConfig config, Configuration conf) throws IOException {
    String dir = config.checkpoint().dir();
    boolean one = config.run().ensemble() == 1;
    if (dir.isEmpty()) {
      return;
    }
    String other = one ? directory(dir, 0) : dir;
    boolean taken;
    try {
      taken = !new CheckpointStore(other, conf).list().isEmpty();
    } catch (IOException e) {
      throw Checkpointer.unusable(dir, e);
    }
    if (taken) {
      throw new DataException(
          "checkpoint.dir = "
              + dir
              + " holds checkpoints of "
              + (one ? "several networks" : "one network")
              + ", but train.ensemble is "
              + config.run().ensemble()
              + "; set it as it was, or choose another directory");
    }
  }

  private static String directory(String dir, int member) {
    return dir.replaceFirst("/+$", "") + "/member-" + (member + 1);
  }

  private static TrainConfig.Checkpoints checkpoints(TrainConfig config, int member) {
    TrainConfig.Checkpoints all = config.checkpoint();
    if (config.run().ensemble() == 1 || all.dir().isEmpty()) {
      return all;
    }
    return new TrainConfig.Checkpoints(
        directory(all.dir(), member), all.every(), all.keep(), all.failureStops());
  }

  /** The checkpoints of a network; networks are counted from 0. */
  Checkpointer of(int member) {
    return checkpoints.get(member);
  }

  /** The progress of each network that has a checkpoint, as recorded in its last checkpoint. */
  List<Snapshot.Position> positions() {
    return checkpoints.stream().map(Checkpointer::position).filter(Objects::nonNull).toList();
  }

  /**
   * Path of the last checkpoint of the last network that has a checkpoint; null if no network has
   * one.
   */
  String lastPath() {
    return checkpoints.stream()
        .map(Checkpointer::lastPath)
        .filter(Objects::nonNull)
        .reduce((first, second) -> second)
        .orElse(null);
  }

  /**
   * The description of the run in the checkpoint of the first network that is resumed; null for a
   * fresh start.
   */
  Snapshot before() {
    return checkpoints.stream()
        .filter(member -> member.resumed() != null)
        .findFirst()
        .map(member -> Snapshot.of(member.resumed()))
        .orElse(null);
  }

  /**
   * Refuses to resume the run if a setting that must stay the same has changed.
   *
   * @throws DataException naming the first setting that has changed
   */
  void requireSame(TrainConfig config) {
    for (Checkpointer member : checkpoints) {
      if (member.resumed() != null) {
        Snapshot before = Snapshot.of(member.resumed());
        before.requireSame(member.lastPath(), config);
        Snapshot.Position position = Snapshot.position(member.resumed());
        before.requireEpochsLeft(member.lastPath(), position, config.run().epochs());
      }
    }
  }

  /**
   * Refuses to resume the run with data that differ from the data of the stopped run.
   *
   * @throws DataException if a network's training began with other data
   */
  void requireSameData(String fingerprint) {
    for (Checkpointer member : checkpoints) {
      if (member.resumed() != null) {
        Snapshot.of(member.resumed()).requireSameData(member.lastPath(), fingerprint);
      }
    }
  }

  @Override
  public void close() {
    checkpoints.forEach(Checkpointer::close);
  }
}
