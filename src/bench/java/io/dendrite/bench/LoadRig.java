package io.dendrite.bench;

import io.dendrite.config.TrainConfig;
import io.dendrite.input.RowRequest;
import io.dendrite.input.TrainingRows;
import io.dendrite.run.RunListener;
import io.dendrite.shards.RawRows;
import io.dendrite.shards.TrainingData;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;

/** Reads and packs data as the trainer does, and lets them go. */
public final class LoadRig {
  private LoadRig() {}

  /** Reads, parses and caches the rows as they stand in the file, and lets them go. */
  public static void read(SparkSession session, TrainConfig config) throws IOException {
    TrainConfig.Data data = config.data();
    RowRequest request =
        new RowRequest("data.train", data.train(), data.labels(), data, true, true, null, false);
    RawRows.read(session, request, sentence -> {}).close();
  }

  /** Does all that a run does before its first step. Bytes cached a row. */
  public static double load(SparkSession session, TrainConfig config) throws IOException {
    int slots = session.sparkContext().defaultParallelism();
    try (TrainingData data =
        TrainingData.load(
            TrainingRows.named(session), config, slots, slots, new RunListener() {})) {
      return data.train().bytes() / (double) data.train().rows();
    }
  }
}
