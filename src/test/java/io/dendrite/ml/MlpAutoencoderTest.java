package io.dendrite.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.input.SparkTest;
import java.io.IOException;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** The autoencoder as a stage. */
class MlpAutoencoderTest extends SparkTest {
  @Test
  void givesItsFeaturesBack() throws IOException {
    Dataset<Row> rows = Frames.clusters(200, 6, 3, 1).select("features");
    MlpAutoencoderModel model =
        new MlpAutoencoder()
            .setLayers(new int[] {6, 3, 6})
            .setMaxIter(60)
            .setPartitions(2)
            .setLibrary("java")
            .fit(rows);
    double[] history = model.trainingHistory().train();
    assertThat(history[history.length - 1]).isLessThan(0.6 * history[0]);
    Dataset<Row> scored = model.transform(rows);
    assertThat(scored.schema()).isEqualTo(model.transformSchema(rows.schema()));
    double error = 0;
    double spread = 0;
    for (Row row : scored.collectAsList()) {
      Vector x = row.getAs("features");
      error += Vectors.sqdist(x, row.getAs("prediction"));
      spread += Vectors.sqdist(x, Vectors.zeros(6));
    }
    assertThat(error).isLessThan(0.6 * spread);
    String path = dir.resolve("model").toString();
    model.save(path);
    assertThat(MlpAutoencoderModel.load(path).transform(rows).collectAsList())
        .isEqualTo(scored.collectAsList());
    assertThatThrownBy(() -> new MlpAutoencoder().fit(rows)).hasMessageContaining("setLayers");
  }
}
