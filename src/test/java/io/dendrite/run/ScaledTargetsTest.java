package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.dendrite.config.Configs;
import io.dendrite.data.DataException;
import io.dendrite.data.Scaler;
import io.dendrite.model.TrainedModel;
import io.dendrite.score.Metrics;
import io.dendrite.score.ModelScoring;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Regression on targets in any units. */
class ScaledTargetsTest extends TrainingTest {
  private static final String[] SETS = {
    "data.label=t",
    "network.task=regression",
    "network.loss=euclidean",
    "network.layers=[\"inner-product 16\", tanh, \"inner-product 1\"]",
    "train.epochs=30",
    "train.optimizer.type=adam",
    "train.optimizer.rate=0.01",
    "data.validation=0.2"
  };

  /** A smooth function of x and y with a deviation near 1, in other units. */
  private Path rows(String name, double unit, double mean) throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    List<String> lines = new ArrayList<>(List.of("x,y,t"));
    for (int i = 0; i < 600; i++) {
      double x = 4 * random.nextDouble() - 2;
      double y = 4 * random.nextDouble() - 2;
      double t = Math.sin(x) + 0.5 * x * y;
      lines.add((float) x + "," + (float) y + "," + (float) (mean + unit * t));
    }
    return write(name, lines);
  }

  private static String[] on(Path rows, String... more) {
    return with(with(SETS, "data.train=" + rows), more);
  }

  private TrainedModel model() throws IOException {
    return TrainedModel.load(
        dir.resolve("model").toString(), SPARK.sparkContext().hadoopConfiguration());
  }

  private ModelScoring scoring(TrainedModel model, String... sets) {
    return new ModelScoring(SPARK, model, Configs.of(List.of(sets)).data(), "auto", new Heard());
  }

  @Test
  void theSameProblemInOtherUnitsIsLearnedAlike() throws IOException {
    double[][] units = {{1, 0}, {1e5, 0}, {1, 2000}, {1e-6, 0}, {1e9, 1e10}};
    for (double[] unit : units) {
      Metrics metrics = train(on(rows("u.csv", unit[0], unit[1]))).validation();
      assertThat(metrics.get("r2")).as("unit %s, mean %s", unit[0], unit[1]).isGreaterThan(0.95);
      assertThat(metrics.get("rmse")).isLessThan(0.3 * unit[0]).isGreaterThan(0.001 * unit[0]);
      assertThat(metrics.get("loss")).isLessThan(0.05).isGreaterThan(1e-5);
    }
    Heard heard = new Heard();
    Metrics unscaled =
        train(heard, false, on(rows("u.csv", 1, 2000), "data.scaleTarget=none")).validation();
    assertThat(unscaled.get("r2")).as("what scaling is for").isLessThan(0);
    assertThat(heard.notices)
        .anySatisfy(
            notice ->
                assertThat(notice)
                    .startsWith("the model predicts the validation rows worse than their mean"));
  }

  @Test
  void metricsArePredictionsBesideTargetsAndTheLossIsTheOneMinimised() throws IOException {
    Path rows = rows("prices.csv", 1e5, 4e5);
    for (String kind : List.of("standard", "robust", "log")) {
      for (String members : List.of("1", "2")) {
        Path positive = kind.equals("log") ? rows("positive.csv", 1, 4) : rows;
        String[] sets =
            on(
                positive,
                "data.scaleTarget=" + kind,
                "train.ensemble=" + members,
                "data.test=" + positive,
                "train.epochs=10");
        Metrics test = train(sets).test();
        TrainedModel model = model();
        Metrics again = scoring(model, sets).evaluate(positive.toString());
        for (String name : List.of("loss", "rmse", "mae", "r2")) {
          assertThat(again.get(name)).isCloseTo(test.get(name), within(1e-9 * test.get(name)));
        }
        double[] sums = new double[2];
        double[] count = new double[1];
        scoring(model, sets)
            .predict(
                positive.toString(),
                (table, named) -> {
                  for (Row row : table.collectAsList()) {
                    double t = Float.parseFloat(row.getString(row.fieldIndex("t")));
                    double y = row.getFloat(row.fieldIndex("prediction"));
                    sums[0] += (y - t) * (y - t);
                    sums[1] += Math.abs(y - t);
                    count[0]++;
                  }
                });
        double rmse = Math.sqrt(sums[0] / count[0]);
        assertThat(test.get("rmse")).isCloseTo(rmse, within(1e-9 * rmse));
        assertThat(test.get("mae")).isCloseTo(sums[1] / count[0], within(1e-9 * rmse));
        if (members.equals("1") && !kind.equals("log")) {
          double spread = model.scaler().targets().spread()[0];
          assertThat(test.loss())
              .isCloseTo(0.5 * rmse * rmse / spread / spread, within(1e-5 * test.loss()));
        }
      }
    }
  }

  @Test
  void aResumedRunAndOneFromAModelKeepTheScale() throws IOException {
    Path rows = rows("prices.csv", 1e5, 4e5);
    String whole = train(on(rows)).weightsSha256();
    String checkpoints = "checkpoint.dir=" + dir.resolve("checkpoints");
    Heard heard = new Heard();
    heard.stopAfter = 40;
    assertThat(train(heard, false, on(rows, checkpoints)).interrupted()).isTrue();
    assertThat(train(new Heard(), true, on(rows, checkpoints)).weightsSha256()).isEqualTo(whole);
    TrainedModel first = model();
    Path others = rows("others.csv", 3e5, 4e5);
    Trainer trainer = trainer(new Heard(), on(others, "train.epochs=1"));
    trainer.run(false, dir.resolve("model").toString());
    assertThat(model().scaler().targets().spread()).isEqualTo(first.scaler().targets().spread());
  }

  @Test
  void aModelOfScaledTargetsDoesNotStartANetworkThatCannotGiveThem() throws IOException {
    Path rows = rows("positive.csv", 1, 4);
    train(on(rows, "train.epochs=1"));
    Trainer trainer =
        trainer(
            new Heard(),
            on(rows, "network.layers=[\"inner-product 16\", tanh, \"inner-product 1\", softplus]"));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> trainer.run(false, dir.resolve("model").toString()))
        .withMessageContaining("was trained on scaled targets");
  }

  @Test
  void aDamagedScaleIsRefused() throws IOException {
    train(on(rows("prices.csv", 1e5, 4e5), "train.epochs=1"));
    TrainedModel model = model();
    var wrong = new Scaler.Targets(false, new double[] {0, 1}, new double[] {1, 1});
    new TrainedModel(
            model.spec(),
            model.encoding(),
            model.scaler().with(wrong),
            model.parameters(),
            model.provenance())
        .save(dir.resolve("wrong").toString(), SPARK.sparkContext().hadoopConfiguration());
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(
            () ->
                TrainedModel.load(
                    dir.resolve("wrong").toString(), SPARK.sparkContext().hadoopConfiguration()))
        .withMessageContaining("expected a finite center and a finite spread above 0");
  }

  @Test
  void evaluationNamesATargetWithoutALogarithm() throws IOException {
    String[] sets = on(rows("positive.csv", 1, 4), "data.scaleTarget=log", "train.epochs=1");
    train(sets);
    Path zero = write("zero.csv", List.of("x,y,t", "1,1,0"));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> scoring(model(), sets).evaluate(zero.toString()))
        .withMessageContaining("target 0.0; data.scaleTarget = log expects targets above 0");
  }
}
