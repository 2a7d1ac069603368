package io.dendrite.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelsTest {

  @Test
  void oneNameForOneNumber() {
    for (String five : List.of("5", "5.0", "+5", "5e0", " 5 ", "05", "0.5e1", "50e-1", "5.")) {
      assertThat(Labels.canonical(five)).as(five).isEqualTo("5");
    }
    assertThat(Labels.canonical("-1.0")).isEqualTo("-1");
    assertThat(Labels.canonical(".50")).isEqualTo("0.5");
    assertThat(Labels.canonical("-0.0")).isEqualTo("0");
    assertThat(Labels.canonical("1e3")).isEqualTo("1000");
    assertThat(Labels.canonical("1e300")).isEqualTo("1E+300");
  }

  @Test
  void whatIsNoNumberIsItself() {
    for (String text :
        List.of(
            "cat",
            "NaN",
            "Infinity",
            "0x5",
            "5f",
            "1e999999999",
            "1e99999999999",
            "5 6",
            "\u000b",
            "",
            "\u0665")) {
      assertThat(Labels.canonical(text)).isEqualTo(text);
    }
    String digits = "1".repeat(10_000);
    assertThat(Labels.canonical(digits)).isEqualTo(digits);
  }

  @Test
  void numbersSortByValueAndTextByCharacters() {
    assertThat(Labels.sortLabels(List.of("10", "9", "-1", "0.5", "9", "1E+300")))
        .containsExactly("-1", "0.5", "9", "10", "1E+300");
    assertThat(Labels.sortLabels(List.of("10", "9", "cat", "Bee")))
        .containsExactly("10", "9", "Bee", "cat");
    assertThat(Labels.sortLabels(List.of())).isEmpty();
  }
}
