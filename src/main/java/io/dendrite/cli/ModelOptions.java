package io.dendrite.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dendrite.cli.text.Progress;
import io.dendrite.config.DataKeys;
import io.dendrite.config.Key;
import io.dendrite.config.PlaceKeys;
import io.dendrite.config.Settings;
import io.dendrite.config.TrainConfig;
import io.dendrite.input.Unreachable;
import io.dendrite.model.TrainedModel;
import io.dendrite.score.ModelScoring;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/**
 * The options of commands that apply a model to rows. Rows are read with the settings of the
 * training data, unless {@code --set} changes them.
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
          "One setting (data.* or blas.*) by which reading these rows differs from reading the training data; repeatable.")
  private List<String> sets = new ArrayList<>();

  /** Loads the model and prepares it for scoring. */
  ModelScoring open(SparkSession session) throws IOException {
    Configuration conf = session.sparkContext().hadoopConfiguration();
    TrainedModel loaded =
        Unreachable.named("--model " + model, () -> TrainedModel.load(model, conf));
    Settings settings = settings(loaded);
    return new ModelScoring(
        session,
        loaded,
        new TrainConfig.Data(settings),
        settings.get(PlaceKeys.LIBRARY),
        new Progress());
  }

  private Settings settings(TrainedModel loaded) {
    Map<String, String> recorded = new HashMap<>();
    JsonNode settings = loaded.provenance().path("settings");
    for (Key<?> key : DataKeys.ALL) {
      if (settings.hasNonNull(key.name())) {
        recorded.put(key.name(), settings.get(key.name()).asText());
      }
    }
    // The format and the labels file of the training data are not used, since the rows to score may
    // be in another format and their labels are in another file.
    recorded.remove(DataKeys.FORMAT.name());
    recorded.remove(DataKeys.LABELS.name());
    return Settings.recorded(recorded, model + "/model.json").with(sets);
  }
}
