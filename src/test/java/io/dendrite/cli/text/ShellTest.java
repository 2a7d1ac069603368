package io.dendrite.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain/path-1.csv",
        "it's $HOME `id` \"x\" \\n",
        "two\nlines, it's \u001b[31mred \\n"
      })
  void aShellReadsTheWordAsItWas(String text) throws Exception {
    String word = Shell.word(text);
    assertThat(word).isEqualTo(Printable.of(word));
    Process shell = new ProcessBuilder("bash", "-c", "printf %s " + word).start();
    byte[] read = shell.getInputStream().readAllBytes();
    assertThat(new String(read, StandardCharsets.UTF_8)).isEqualTo(text);
  }
}
