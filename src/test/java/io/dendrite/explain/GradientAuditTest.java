package io.dendrite.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.config.Configs;
import io.dendrite.run.RunListener;
import io.dendrite.run.TrainingTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientAuditTest extends TrainingTest {
  private GradientAudit.Report audit(String init, int rows, String... sets) throws IOException {
    String[] all =
        with(
            new String[] {
              "data.train=" + write("rows.csv", csv(200)),
              "data.label=label",
              "data.partitions=4",
              "train.chunk=3",
              "network.layers=[\"inner-product 8\", tanh, \"dropout 0.4\", \"inner-product 3\"]",
              "model.dir=" + dir.resolve("model")
            },
            sets);
    return GradientAudit.run(SPARK, Configs.of(List.of(all)), init, rows, 50, new RunListener() {});
  }

  @Test
  void aRightNetworkPassesOnSeveralPartitions() throws IOException {
    GradientAudit.Report report = audit(null, 40, "data.classWeights=[1, 3, 0.5]");
    assertThat(report.failed()).isFalse();
    assertThat(report.rows()).isEqualTo(40);
    assertThat(report.partitions()).isEqualTo(4);
    assertThat(report.nodes()).extracting(GradientAudit.NodeReport::name).hasSize(4);
    assertThat(report.tensors()).hasSize(4);
    assertThat(report.tensors()).allSatisfy(t -> assertThat(t.error()).isBetween(1e-12, 1e-5));
  }

  @Test
  void theWeightsOfAModelCanBeChecked() throws IOException {
    train("data.train=" + write("rows.csv", csv(200)), "data.label=label");
    GradientAudit.Report untrained =
        audit(
            null,
            16,
            "network.layers=[\"inner-product 16\", tanh, \"dropout 0.2\", \"inner-product 3\"]");
    GradientAudit.Report trained =
        audit(
            dir.resolve("model").toString(),
            16,
            "network.layers=[\"inner-product 16\", tanh, \"dropout 0.2\", \"inner-product 3\"]");
    assertThat(trained.failed()).isFalse();
    assertThat(trained.meanLoss()).isLessThan(untrained.meanLoss());
  }

  /** As training by --init does it. */
  @Test
  void theWeightsOfAModelGoWithItsScaler() throws IOException {
    train("data.train=" + write("rows.csv", csv(200)), "data.label=label", "data.scale=2");
    String model = dir.resolve("model").toString();
    String layers =
        "network.layers=[\"inner-product 16\", tanh, \"dropout 0.2\", \"inner-product 3\"]";
    assertThat(audit(model, 16, layers, "data.scale=standard").meanLoss())
        .isEqualTo(audit(model, 16, layers, "data.scale=2").meanLoss());
  }

  @Test
  void anErrorAboveItsToleranceFails() {
    GradientAudit.NodeReport wrong = new GradientAudit.NodeReport("a", 1, 1, 0, 2e-7);
    GradientAudit.TensorReport tensor = new GradientAudit.TensorReport("a.weight", Double.NaN);
    assertThat(new GradientAudit.Report(1, 0, List.of(wrong), 1, List.of()).failed()).isTrue();
    assertThat(new GradientAudit.Report(1, 0, List.of(), 1, List.of(tensor)).failed()).isTrue();
    assertThat(new GradientAudit.Report(1, 0, List.of(), 1, List.of()).failed()).isFalse();
    GradientAudit.NodeReport kinks = new GradientAudit.NodeReport("a", 0, 0, 9, 0);
    assertThat(new GradientAudit.Report(1, 0, List.of(kinks), 1, List.of()).failed()).isTrue();
  }
}
