package io.dendrite.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.nn.Op;
import io.dendrite.nn.Ops;
import io.dendrite.optim.Averages;
import io.dendrite.optim.Registry;
import io.dendrite.optim.Rules;
import io.dendrite.optim.Schedules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists of what users can choose by name have every name of the tables, and no other. */
class DocumentationTest {
  private static final Path CONF = Path.of("conf/reference.conf");
  private static final Path NETWORKS = Path.of("src/site/markdown/networks.md");

  /** In a comment: {@code "# name text"}; more of the text in lines that go in deeper. */
  private static final Pattern COMMENT = Pattern.compile(" *#   (\\S.*)");

  /** In a table: {@code "| `name`, `name` | text |"}. */
  private static final Pattern ROW = Pattern.compile("\\| (`[^|]*`) \\|.*");

  /**
   * A list in a file.
   *
   * @param after a text before it
   * @param entry matches the line that begins an entry; the group is its text, which begins with
   *     the name, or is some names alone
   * @param wanted the texts of the entries
   */
  private record Listing(Path file, String after, Pattern entry, List<String> wanted) {
    @Override
    public String toString() {
      return "the list of " + file + " after '" + after + "'";
    }
  }

  /** A new list of names alone, in Markdown, is a line with ROW and names(...). */
  static Stream<Listing> listings() {
    return Stream.of(
        new Listing(CONF, "From the input to the output.", COMMENT, ops(Ops.layers())),
        new Listing(CONF, "The name of one of these", COMMENT, ops(Ops.losses())),
        new Listing(CONF, "With g the mean gradient", COMMENT, lines(Rules.TABLE)),
        new Listing(CONF, "With e epochs and t steps", COMMENT, lines(Schedules.TABLE)),
        new Listing(CONF, "A mean a of the weights w", COMMENT, lines(Averages.TABLE)),
        new Listing(NETWORKS, "## Layers", ROW, names(ops(Ops.layers()))),
        new Listing(NETWORKS, "## Losses", ROW, names(ops(Ops.losses()))),
        new Listing(NETWORKS, "## Learning rules", ROW, Rules.TABLE.names()),
        new Listing(NETWORKS, "## Learning rates", ROW, Schedules.TABLE.names()));
  }

  private static List<String> ops(Collection<? extends Op<?>> ops) {
    return ops.stream().filter(op -> !op.internal()).map(Op::line).toList();
  }

  private static List<String> lines(Registry<?> table) {
    return table.entries().stream().map(entry -> entry.name() + " " + entry.doc()).toList();
  }

  private static List<String> names(List<String> lines) {
    return lines.stream().map(line -> line.split(" ", 2)[0]).toList();
  }

  @ParameterizedTest
  @MethodSource("listings")
  void saysWhatTheTableSays(Listing listing) throws IOException {
    check(listing);
  }

  private static void check(Listing listing) throws IOException {
    List<String> missing = new ArrayList<>(listing.wanted());
    List<String> surplus = new ArrayList<>();
    for (String entry : entries(listing)) {
      if (!missing.remove(entry)) {
        surplus.add(entry);
      }
    }
    assertThat(missing).as("lines of the table that are missing in %s", listing).isEmpty();
    assertThat(surplus).as("entries that no line of the table has, in %s", listing).isEmpty();
  }

  @Test
  void aListThatMissesANameOrHasAnotherIsFound(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("page.md");
    List<String> wanted = List.of("none", "exponential", "polyak");
    String head = "## Means\n\n| `train.average.type` | what |\n|---|---|\n";
    String rows = "| `none` | w |\n| `polyak`, `exponential` | means |\n";
    Files.writeString(file, head + rows + "\n| `other table` |\n");
    check(new Listing(file, "## Means", ROW, wanted));
    for (String wrong :
        new String[] {rows.replaceFirst(".*\n", ""), rows + "| `cubic` | ? |\n", rows + rows}) {
      Files.writeString(file, head + wrong);
      assertThatThrownBy(() -> check(new Listing(file, "## Means", ROW, wanted)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("in the list of " + file);
    }
  }

  /** The entries, each in one line with single spaces. */
  private static List<String> entries(Listing listing) throws IOException {
    List<String> entries = new ArrayList<>();
    boolean begun = false;
    for (String line : Files.readAllLines(listing.file())) {
      begun |= line.contains(listing.after());
      if (!begun) {
        continue;
      }
      Matcher entry = listing.entry().matcher(line);
      if (entry.matches()) {
        String text = entry.group(1).replaceAll("\\s+", " ");
        boolean names = text.startsWith("`");
        entries.addAll(names ? List.of(text.replace("`", "").split(", ")) : List.of(text));
      } else if (line.startsWith("|--")) {
        // The row before it was the head.
        entries.clear();
      } else if (!entries.isEmpty()) {
        if (!line.matches(" *#     .*")) {
          break;
        }
        String more = line.replaceFirst(" *# +", " ").replaceAll("\\s+", " ");
        entries.add(entries.remove(entries.size() - 1) + more);
      }
    }
    assertThat(entries).as("entries of %s", listing).isNotEmpty();
    return entries;
  }

  /** Every link of a page to another file of the project leads somewhere. */
  @Test
  void linksLeadSomewhere() throws IOException {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> files =
        Stream.concat(Files.list(Path.of("")), Files.list(NETWORKS.getParent()))) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
    }
    assertThat(pages).hasSizeGreaterThan(8);
    for (Path page : pages) {
      Matcher link = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)").matcher(Files.readString(page));
      while (link.find()) {
        assertThat(page.resolveSibling(link.group(1))).as("a link of %s", page).exists();
      }
    }
  }

  @Test
  void theReadmeIsShort() throws IOException {
    assertThat(Files.readString(Path.of("README.md")).trim().split("\\s+"))
        .hasSizeLessThanOrEqualTo(1000);
  }
}
