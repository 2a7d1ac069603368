package io.dendrite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartFilesTest {
  @TempDir Path temp;

  @Test
  void usesItsOwnDirectoryAgain() throws Exception {
    QuickstartFiles files = QuickstartFiles.in(temp.resolve("q"));
    Files.writeString(temp.resolve("q/notes.txt"), "mine");
    byte[] first = Files.readAllBytes(files.testImages());
    Files.delete(files.testImages());
    QuickstartFiles.in(temp.resolve("q"));
    assertThat(Files.readAllBytes(files.testImages())).isEqualTo(first);
    assertThat(temp.resolve("q/notes.txt")).hasContent("mine");
  }

  @Test
  void refusesWhatIsNotItsOwn() throws Exception {
    Files.writeString(temp.resolve("a.txt"), "x");
    assertThatThrownBy(() -> QuickstartFiles.in(temp))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("not from an earlier quickstart");
    assertThatThrownBy(() -> QuickstartFiles.in(temp.resolve("a.txt")))
        .isInstanceOf(UsageException.class);
  }
}
