package io.dendrite.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * The checkpoints of a run's networks: of one in {@code checkpoint.dir}, of an ensemble in a
 * directory of its own for each.
 */
final class Members implements AutoCloseable {
  private final List<Checkpointer> checkpoints = new ArrayList<>();

  private Members() {}

  /** Opens those of all networks, so that a run which cannot go on does not begin. */
  static Members open(TrainConfig config, boolean resume, Configuration conf, RunListener listener)
      throws IOException {
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

  private static TrainConfig.Checkpoints checkpoints(TrainConfig config, int member) {
    TrainConfig.Checkpoints all = config.checkpoint();
    if (config.run().ensemble() == 1 || all.dir().isEmpty()) {
      return all;
    }
    String dir = all.dir().replaceFirst("/+$", "") + "/member-" + (member + 1);
    return new TrainConfig.Checkpoints(dir, all.every(), all.keep());
  }

  /** Those of a network, counted from 0. */
  Checkpointer of(int member) {
    return checkpoints.get(member);
  }

  /** What the first network that goes on from a checkpoint was; null for a fresh start. */
  Snapshot before() {
    return checkpoints.stream()
        .filter(member -> member.resumed() != null)
        .findFirst()
        .map(member -> Snapshot.of(member.resumed()))
        .orElse(null);
  }

  /**
   * Refuses to go on with another run than the one that stopped.
   *
   * @throws DataException naming the first setting that differs
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
   * Refuses to go on with other data.
   *
   * @throws DataException if the data are not those that a network began with
   */
  void requireSameData(String fingerprint) {
    for (Checkpointer member : checkpoints) {
      if (member.resumed() != null) {
        Snapshot.of(member.resumed()).requireSameData(member.lastPath(), fingerprint);
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (Checkpointer member : checkpoints) {
      member.close();
    }
  }
}
