package io.dendrite.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dendrite.cli.text.Progress;
import io.dendrite.config.ConfigReader;
import io.dendrite.config.Settings;
import io.dendrite.model.TrainedModel;
import io.dendrite.score.ModelScoring;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/**
 * A model and the rows to use it on. Rows are read as the training data were, unless {@code --set}
 * says otherwise.
 */
final class ModelOptions {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "The model directory.")
  String model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "URI",
      description = "Rows: a file, directory or glob.")
  String data;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "How to read the rows, where it differs from the training data (data.* and blas.* keys); repeatable.")
  private List<String> sets = new ArrayList<>();

  /** Loads the model and prepares to score. */
  ModelScoring open(SparkSession session) throws IOException {
    TrainedModel loaded = TrainedModel.load(model, session.sparkContext().hadoopConfiguration());
    ConfigReader settings = new ConfigReader(settings(loaded));
    return new ModelScoring(
        session, loaded, settings.dataConfig(), settings.blas(), new Progress());
  }

  private Settings settings(TrainedModel loaded) {
    Map<String, String> recorded = new HashMap<>();
    JsonNode settings = loaded.provenance().path("settings");
    for (String key : Settings.keys()) {
      if (key.startsWith("data.") && settings.hasNonNull(key)) {
        recorded.put(key, settings.get(key).asText());
      }
    }
    // The rows to score may be in another format, and their labels lie elsewhere than the training
    // data's.
    recorded.remove("data.format");
    recorded.remove("data.labels");
    return Settings.recorded(recorded).with(sets);
  }
}
