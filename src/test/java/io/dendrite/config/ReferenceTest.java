package io.dendrite.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The documents that are written from the declarations of the keys. They are written again by
 * {@code ./mvnw test -Dtest=ReferenceTest -Ddendrite.write=true}.
 */
class ReferenceTest {
  record Document(Path file, String text) {
    @Override
    public String toString() {
      return file.toString();
    }
  }

  static Stream<Document> documents() {
    return Stream.of(
        new Document(Path.of("conf/reference.conf"), Reference.conf()),
        new Document(Path.of("src/site/markdown/configuration.md"), Reference.page()));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void isWrittenFromTheKeys(Document document) throws IOException {
    if (Boolean.getBoolean("dendrite.write")) {
      Files.writeString(document.file(), document.text());
    }
    assertThat(document.file())
        .as("run ./mvnw test -Dtest=ReferenceTest -Ddendrite.write=true")
        .hasContent(document.text());
  }

  /** A file with every key at its default is the defaults. */
  @Test
  void theReferenceIsTheDefaults() {
    assertThat(Settings.hocon(Reference.conf()).texts()).isEqualTo(Settings.defaults().texts());
  }
}
