package io.dendrite.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every line of the tables has to have. */
class RegistryTest {
  private record Line(Registry<?> table, Registry.Entry<?> entry) {
    @Override
    public String toString() {
      return table.key() + " = " + entry.name();
    }
  }

  static Stream<Line> lines() {
    return Stream.of(Rules.TABLE, Schedules.TABLE, Averages.TABLE)
        .flatMap(table -> table.entries().stream().map(entry -> new Line(table, entry)));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void isWhole(Line line) {
    Registry.Entry<?> entry = line.entry();
    assertThat(entry.name()).as("the name of %s", line).matches("[a-z][a-z0-9-]*");
    assertThat(entry.doc())
        .as("%s has no doc; its line needs the formula, as conf/reference.conf has it", line)
        .isNotBlank();
    assertThat(entry.samples())
        .as(
            "%s has no sample; its line needs its options with values for the tests, for example"
                + " \"decay=0.5 every=2\", or \"\" if it has no options",
            line)
        .isNotEmpty();
    assertThat(entry.samples().stream().map(sample -> List.copyOf(sample.keySet())).distinct())
        .as("the keys of every sample of %s", line)
        .hasSize(1);
    assertThat(entry.samples()).as("the samples of %s", line).doesNotHaveDuplicates();
    assertThat(entry.keys()).as("the keys of %s", line).doesNotHaveDuplicates();
    assertThat(line.table().get(entry.name())).isSameAs(entry);
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    Registry<Integer> table =
        new Registry<>(
            "some.type",
            Registry.Entry.of("two", "doc", 2, List.of(), ""),
            Registry.Entry.of("one", "doc", 1, List.of(), ""));
    assertThat(table.get("one").kind()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.get("three"))
        .withMessage("some.type is 'three'; expected one of two, one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rules.of("sgdd", null))
        .withMessageStartingWith("train.optimizer.type is 'sgdd'; expected one of sgd, ");
  }

  @Test
  void aNameStandsForOneThing() {
    Registry.Entry<String> entry = Registry.Entry.of("a", "doc", "kind", List.of(), "");
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> new Registry<>("some.type", entry, entry))
        .withMessage("some.type has two entries 'a'");
  }

  /** As Spark sends it to executors. */
  static Object sent(Object value) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }
}
