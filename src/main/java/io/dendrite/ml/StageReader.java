package io.dendrite.ml;

import io.dendrite.model.TrainedModel;
import io.dendrite.net.Purpose;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BiFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;

/**
 * Reads a model from a directory that {@link StageWriter} or the command line wrote. A directory
 * from the command line holds no params of Spark ML.
 */
final class StageReader<M extends Params> extends MLReader<M> {
  private final Class<M> type;
  private final Purpose purpose;
  private final BiFunction<String, Network, M> maker;

  /**
   * @param maker creates a stage from a uid and a network
   */
  StageReader(Class<M> type, Purpose purpose, BiFunction<String, Network, M> maker) {
    this.type = type;
    this.purpose = purpose;
    this.maker = maker;
  }

  @Override
  public M load(String path) {
    Configuration conf = sc().hadoopConfiguration();
    try {
      TrainedModel model = TrainedModel.load(path, conf);
      if (model.spec().purpose() != purpose) {
        throw new IllegalArgumentException(
            path
                + " holds a model of network.task = "
                + model.spec().purpose()
                + "; expected "
                + purpose);
      }
      Network network = new Network(model);
      Path metadata = new Path(path, "metadata");
      if (!metadata.getFileSystem(conf).exists(metadata)) {
        M stage = maker.apply(Identifiable.randomUID("mlp"), network);
        columns(stage, model);
        return stage;
      }
      DefaultParamsReader.Metadata found =
          DefaultParamsReader$.MODULE$.loadMetadata(path, sc(), type.getName());
      M stage = maker.apply(found.uid(), network);
      found.getAndSetParams(stage, found.getAndSetParams$default$2());
      return stage;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sets the params of a model that the command line trained: the feature columns, and the
   * treatment of missing values.
   */
  private void columns(M stage, TrainedModel model) {
    java.util.Set<String> names = new java.util.LinkedHashSet<>();
    model.encoding().names().forEach(name -> names.add(name.replaceFirst("\\[\\d+\\]$", "")));
    model.encoding().categories().forEach(category -> names.add(category.name()));
    if (model.provenance().path("settings").path("data.missing").asText().equals("mean")) {
      stage.set(stage.getParam("handleInvalid"), "keep");
    }
    if (!names.isEmpty()) {
      stage.set(stage.getParam("featuresCols"), names.toArray(String[]::new));
    }
  }
}
