package io.dendrite.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.config.Key;
import io.dendrite.input.SparkTest;
import io.dendrite.ml.param.StageParams;
import java.io.IOException;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

/** Getters say what a fit uses: a param that is set, or else the default of the stage. */
class GettersTest extends SparkTest {
  @Test
  void defaultsDependOnTheStage() {
    MlpClassifier own = new MlpClassifier();
    assertThat(own.getSolver()).isEqualTo("adam");
    assertThat(own.getStepSize()).isEqualTo(0.001);
    assertThat(own.getScale()).isEqualTo("standard");
    MlpClassifier asSpark = new MlpClassifier().setLayers(new int[] {4, 3});
    assertThat(asSpark.getSolver()).isEqualTo("l-bfgs");
    assertThat(asSpark.getMaxIter()).isEqualTo(100);
    assertThat(asSpark.getTol()).isEqualTo(1e-6);
    assertThat(asSpark.getScale()).isEqualTo("none");
    assertThat(asSpark.getLayers()).containsExactly(4, 3);
    assertThat(asSpark.setMaxIter(7).getTrainEpochs()).isEqualTo(7);
    assertThat(new MlpRegressor().setConfig("train.epochs = 3").getMaxIter()).isEqualTo(3);
  }

  @Test
  void aModelHasTheSettingsOfItsTraining() throws IOException {
    MlpClassificationModel model =
        new MlpClassifier()
            .setLayers(new int[] {4, 3})
            .setMaxIter(2)
            .setPartitions(2)
            .fit(Frames.clusters(60, 4, 3, 1));
    model.write().overwrite().save(path("model"));
    for (MlpClassificationModel one : new MlpClassificationModel[] {model, load("model")}) {
      assertThat(one.getMaxIter()).isEqualTo(2);
      assertThat(one.getSolver()).isEqualTo("l-bfgs");
      assertThat(one.getPartitions()).isEqualTo(2);
    }
  }

  @Test
  void everyKeyHasAGetter() throws ReflectiveOperationException {
    MlpClassifier stage = new MlpClassifier();
    for (Key<?> key : StageParams.KEYS) {
      Method getter = MlpClassifier.class.getMethod(key.setter().replaceFirst("set", "get"));
      assertThat(getter.invoke(stage)).as(key.name()).isNotNull();
    }
  }

  private String path(String name) {
    return dir.resolve(name).toString();
  }

  private MlpClassificationModel load(String name) {
    return MlpClassificationModel.load(path(name));
  }
}
