package io.dendrite.train;

import java.io.IOException;
import org.apache.spark.sql.SparkSession;

/** Reads and packs data as the trainer does, and lets them go. */
public final class LoadRig {
  private LoadRig() {}

  /** Bytes cached a row. */
  public static double load(SparkSession session, TrainConfig config) throws IOException {
    int slots = session.sparkContext().defaultParallelism();
    try (TrainingData data =
        TrainingData.load(session, config, slots, slots, new RunListener() {})) {
      return data.train().bytes() / (double) data.train().rows();
    }
  }
}
