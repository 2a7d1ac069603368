package io.dendrite.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.run.TrainResult;
import io.dendrite.score.Confusion;
import io.dendrite.score.Metrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The fields of each command's JSON, in their order: others read them. */
class JsonTest {
  private static Map<String, Double> values(Object... namesAndValues) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], (Double) namesAndValues[i + 1]);
    }
    return values;
  }

  private static final Metrics CLASSES =
      new Metrics(
          3,
          values("loss", 0.5, "accuracy", 2 / 3.0),
          new Confusion(new long[][] {{1, 1}, {0, 1}}),
          List.of("a\nb", "c"));

  private static final Metrics NUMBERS =
      new Metrics(3, values("loss", 0.5, "rmse", 0.25, "r2", Double.NaN), null, null);

  @Test
  void train() {
    TrainResult done =
        new TrainResult("m", 9, 3, 0.5, CLASSES, NUMBERS, 1, 2, "B", 4, "s", "c", "r", false);
    assertThat(Json.of(done))
        .isEqualTo(
            """
            {"model":"m","steps":9,"epochs":3,"trainLoss":0.5,\
            "validation":{"loss":0.5,"rows":3,"accuracy":0.6666666666666666},\
            "test":{"loss":0.5,"rows":3,"rmse":0.25,"r2":null},\
            "seconds":1.0,"rowsPerSecond":2.0,"blas":"B","partitions":4,"weightsSha256":"s",\
            "checkpoint":"c","resumedFrom":"r","interrupted":false}""");
  }

  @Test
  void trainWithoutAStep() {
    TrainResult nothing =
        new TrainResult(null, 0, 0, Double.NaN, null, null, 1, 0, null, 0, null, null, null, true);
    assertThat(Json.of(nothing))
        .isEqualTo(
            """
            {"model":null,"steps":0,"epochs":0,"trainLoss":null,"validation":null,"test":null,\
            "seconds":1.0,"rowsPerSecond":0.0,"blas":null,"partitions":0,"weightsSha256":null,\
            "checkpoint":null,"resumedFrom":null,"interrupted":true}""");
  }

  @Test
  void evaluate() {
    assertThat(Json.of(EvaluateResult.of(CLASSES)))
        .isEqualTo(
            """
            {"loss":0.5,"rows":3,"accuracy":0.6666666666666666,"labels":["a\\nb","c"],\
            "confusion":[[1,1],[0,1]],\
            "classes":[{"label":"a\\nb","precision":1.0,"recall":0.5,"f1":0.6666666666666666,"rows":2},\
            {"label":"c","precision":0.5,"recall":1.0,"f1":0.6666666666666666,"rows":1}]}""");
    assertThat(Json.of(EvaluateResult.of(NUMBERS)))
        .isEqualTo("{\"loss\":0.5,\"rows\":3,\"rmse\":0.25,\"r2\":null}");
  }

  @Test
  void numbersThatJsonDoesNotHave() {
    assertThat(
            Json.of(
                Map.of(
                    "x",
                    List.of(Double.NaN, new double[] {1, Double.NEGATIVE_INFINITY}, "\u0085"))))
        .isEqualTo("{\"x\":[null,[1.0,null],\"\\u0085\"]}");
  }
}
