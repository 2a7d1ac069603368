package io.dendrite.config;

import io.dendrite.nn.Op;
import io.dendrite.nn.Ops;
import io.dendrite.nn.Option;
import io.dendrite.optim.Registry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the tables of layers, losses, learning rules, schedules and averages as lines of
 * documentation.
 */
final class Tables {
  private static final int WIDEST = 40;

  private Tables() {}

  /** The text of a table, with one line for each entry, which has the entry's name and formula. */
  static String of(Registry<?> table) {
    return lines(
        table.entries().stream().map(entry -> List.of(entry.name(), entry.doc())).toList());
  }

  static String layers() {
    return ops(Ops.layers());
  }

  static String losses() {
    return ops(Ops.losses());
  }

  private static String ops(Collection<? extends Op<?>> ops) {
    return lines(
        ops.stream()
            .filter(op -> !op.internal())
            .map(
                op ->
                    List.of(
                        op.name(),
                        op.options().stream()
                            .map(Option::toString)
                            .collect(Collectors.joining(", ")),
                        op.doc()))
            .toList());
  }

  /**
   * Aligns the columns of a table; after a cell that is too wide, the next cell is written on a new
   * line.
   */
  private static String lines(List<List<String>> rows) {
    int last = rows.get(0).size() - 1;
    List<Integer> ends = new ArrayList<>();
    int end = 2;
    for (int c = 0; c < last; c++) {
      int column = c;
      int width =
          rows.stream()
              .mapToInt(row -> row.get(column).length())
              .filter(length -> length <= WIDEST)
              .max()
              .orElse(0);
      end += width + 2;
      ends.add(end);
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("  ");
      for (int c = 0; c < last; c++) {
        line.append(row.get(c));
        if (line.length() + 2 > ends.get(c)) {
          text.append(line).append('\n');
          line.setLength(0);
        }
        line.append(" ".repeat(ends.get(c) - line.length()));
      }
      text.append(line).append(row.get(last)).append('\n');
    }
    return text.toString();
  }
}
