package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dendrite.config.Configs;
import io.dendrite.data.DataException;
import io.dendrite.model.RunDescription;
import io.dendrite.model.TrainedModel;
import io.dendrite.score.ModelScoring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several networks that predict together. */
class EnsembleTest extends TrainingTest {
  private String data;

  @BeforeEach
  void rows() throws IOException {
    data = "data.train=" + write("rows.csv", csv(300));
  }

  private TrainedModel model(String name, String... sets) throws IOException {
    String[] all = with(new String[] {data, "model.dir=" + dir.resolve(name)}, sets);
    TrainResult result = train(all);
    TrainedModel model = TrainedModel.load(result.model(), new Configuration());
    RunDescription found = RunDescription.ofModel(result.model(), new Configuration());
    assertThat(found.weightsSha256()).isEqualTo(result.weightsSha256());
    assertThat(found.networks()).isEqualTo(model.members());
    return model;
  }

  private List<Row> predictions(TrainedModel model) throws IOException {
    List<Row> rows = new ArrayList<>();
    new ModelScoring(
            SPARK,
            model,
            Configs.of(List.of(data, "model.dir=m", "network.layers=[\"inner-product 3\"]")).data(),
            "auto",
            new Heard())
        .predict(
            dir.resolve("rows.csv").toString(),
            (table, named) -> rows.addAll(table.collectAsList()));
    return rows;
  }

  @Test
  void membersAreTheRunsOfTheirSeedsAndPredictTheirMean() throws IOException {
    TrainedModel three = model("three", "train.ensemble=3", "train.seed=5");
    List<List<Row>> each = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      TrainedModel alone = model("alone" + i, "train.seed=" + (5 + i));
      assertThat(three.member(i)).isEqualTo(alone.parameters());
      each.add(predictions(alone));
    }
    List<Row> together = predictions(three);
    assertThat(together).hasSize(300);
    for (int row = 0; row < together.size(); row++) {
      for (String label : List.of("x", "y", "z")) {
        String column = "probability_" + label;
        float mean = 0;
        for (List<Row> alone : each) {
          mean += alone.get(row).<Float>getAs(column) / 3;
        }
        assertThat(together.get(row).<Float>getAs(column)).isCloseTo(mean, within(1e-6f));
      }
    }
  }

  /**
   * The squared error of a mean is the mean of the squared errors less the spread of the members
   * (Krogh and Vedelsby, 1995).
   */
  @Test
  void theMeanErrsLessThanItsMembersDo() throws IOException {
    String[] sets = {
      data,
      "data.label=e",
      "data.features=[a, b, c, d]",
      "data.test=" + dir.resolve("rows.csv"),
      "data.validation=0",
      "network.task=regression",
      "network.loss=euclidean",
      "network.layers=[\"inner-product 20\", tanh, \"inner-product 1\"]",
      "train.optimizer.rate=0.05",
      "train.epochs=20"
    };
    double squares = 0;
    for (int seed = 1; seed <= 3; seed++) {
      double rmse = (Double) train(with(sets, "train.seed=" + seed)).test().get("rmse");
      squares += rmse * rmse / 3;
    }
    double together = (Double) train(with(sets, "train.ensemble=3")).test().get("rmse");
    assertThat(together).isLessThan(0.995 * Math.sqrt(squares));
  }

  @Test
  void everyMemberGoesOnToTheSameBits() throws IOException {
    String[] sets = {data, "train.ensemble=3", "train.epochs=3"};
    String straight = train(sets).weightsSha256();
    String[] kept = with(sets, "checkpoint.dir=" + dir.resolve("checkpoints"));
    Heard heard = new Heard();
    heard.stopAfter = 25;
    TrainResult first = train(heard, false, kept);
    assertThat(first.interrupted()).isTrue();
    assertThat(first.checkpoint()).contains("/member-2/");
    Path third = dir.resolve("checkpoints/member-3");
    try (var files = Files.list(third)) {
      assertThat(files.filter(f -> f.toString().contains("ckpt-"))).isEmpty();
    }
    TrainResult again = train(new Heard(), true, kept);
    assertThat(again.weightsSha256()).isEqualTo(straight);
    assertThat(again.trainLoss()).isPositive();
    assertThat(again.resumedFrom()).contains("/member-2/");
    assertThat(again.checkpoint()).contains("/member-3/");
    assertThatThrownBy(() -> train(new Heard(), true, with(kept, "train.ensemble=1")))
        .hasMessageContaining("holds checkpoints of several networks, but train.ensemble is 1");
  }

  @Test
  void aStartNeedsAsManyNetworks() throws IOException {
    TrainedModel two = model("two", "train.ensemble=2");
    String[] sets = {data, "train.epochs=1", "train.optimizer.rate=1e-9"};
    String init = dir.resolve("two").toString();
    assertThatThrownBy(() -> trainer(new Heard(), sets).run(false, init))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has 2 networks, but train.ensemble is 1; expected as many");
    TrainResult again = trainer(new Heard(), with(sets, "train.ensemble=2")).run(false, init);
    float[] after = TrainedModel.load(again.model(), new Configuration()).parameters();
    for (int i = 0; i < after.length; i++) {
      assertThat(after[i]).isCloseTo(two.parameters()[i], within(1e-5f));
    }
  }
}
