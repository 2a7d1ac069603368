package io.dendrite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.cli.text.Json;
import org.junit.jupiter.api.Test;

class PredictResultTest {
  @Test
  void fieldsOfItsJson() {
    assertThat(Json.of(new PredictResult("o", "csv", 3)))
        .isEqualTo("{\"out\":\"o\",\"format\":\"csv\",\"rows\":3}");
  }
}
