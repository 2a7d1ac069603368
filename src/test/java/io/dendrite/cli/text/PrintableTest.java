package io.dendrite.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void controlCharactersAreWrittenOut() {
    assertThat(Printable.of("a\nb\r\tc\u001b[31m\u0000\u2028\u0085\u202e"))
        .isEqualTo("a\\nb\\r\\tc\\u001b[31m\\u0000\\u2028\\u0085\\u202e");
  }

  @Test
  void otherTextStaysAsItIs() {
    String text = "näh, 1 \\n $1 <b>\"'雪\uD83D\uDE00";
    assertThat(Printable.of(text)).isEqualTo(text);
  }
}
