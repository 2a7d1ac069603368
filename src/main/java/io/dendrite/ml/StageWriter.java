package io.dendrite.ml;

import io.dendrite.model.TrainedModel;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLWriter;
import scala.Option;

/**
 * Writes a model as a directory in the format that the command line writes, plus Spark ML's {@code
 * metadata} subdirectory. An existing model is replaced only when the new model is complete.
 */
final class StageWriter extends MLWriter {
  private final Params stage;
  private final TrainedModel model;

  StageWriter(Params stage, TrainedModel model) {
    this.stage = stage;
    this.model = model;
  }

  @Override
  public void save(String path) throws IOException {
    Configuration conf = sc().hadoopConfiguration();
    Path to = new Path(path);
    if (!shouldOverwrite() && to.getFileSystem(conf).exists(to)) {
      throw new FileAlreadyExistsException(
          path + " exists; call write().overwrite().save(..) to replace the model there");
    }
    saveImpl(path);
  }

  @Override
  public void saveImpl(String path) {
    try {
      model.save(path, sc().hadoopConfiguration(), this::metadata);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void metadata(String directory) {
    DefaultParamsWriter$.MODULE$.saveMetadata(
        stage, directory, sc(), Option.empty(), Option.empty());
  }
}
