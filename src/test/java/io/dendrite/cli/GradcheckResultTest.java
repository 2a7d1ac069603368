package io.dendrite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.cli.text.Json;
import io.dendrite.explain.GradientAudit;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradcheckResultTest {
  @Test
  void fieldsOfItsJson() {
    GradientAudit.Report report =
        new GradientAudit.Report(
            16,
            0.5,
            List.of(new GradientAudit.NodeReport("n", 1, 2, 3, Double.NaN)),
            4,
            List.of(
                new GradientAudit.TensorReport("b", 0.25),
                new GradientAudit.TensorReport("a", 0.125)));
    assertThat(Json.of(GradcheckResult.of(report)))
        .isEqualTo(
            """
            {"failed":true,"rows":16,"meanLoss":0.5,"tolerance":1.0E-7,\
            "nodes":[{"name":"n","parameters":1,"outputs":2,"kinks":3,"error":null}],\
            "partitions":4,"distributedTolerance":1.0E-4,"distributed":{"b":0.25,"a":0.125}}""");
  }
}
