package io.dendrite.cli.text;

import io.dendrite.cli.text.TextTable.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Writes an {@link EvaluateResult} as text for people. */
public final class EvaluateText {
  /**
   * Largest number of classes for which the confusion matrix is printed; a larger matrix is too
   * wide for a terminal.
   */
  private static final int CLASSES = 30;

  private EvaluateText() {}

  public static void say(EvaluateResult result) {
    MetricsText.say("metrics", result.metrics().byName());
    if (result.labels() == null) {
      return;
    }
    System.out.println();
    System.out.print(classes(result.classes()));
    System.out.println();
    if (result.labels().size() > CLASSES) {
      System.out.printf(
          "The confusion matrix of %d classes is in the output of --json.%n",
          result.labels().size());
      return;
    }
    System.out.println("confusion matrix (rows: actual, columns: predicted)");
    System.out.print(matrix(result.labels(), result.confusion()));
  }

  private static String classes(List<EvaluateResult.OfClass> classes) {
    TextTable table = new TextTable(1, 1, Collections.nCopies(5, Column.right(10)));
    table.row("class", "precision", "recall", "f1", "rows");
    for (EvaluateResult.OfClass c : classes) {
      table.row(c.label(), share(c.precision()), share(c.recall()), share(c.f1()), c.rows());
    }
    return table.text();
  }

  private static String matrix(List<String> labels, long[][] counts) {
    List<Column> columns = new ArrayList<>(Collections.nCopies(labels.size(), Column.right(6)));
    columns.add(0, Column.right(10));
    TextTable table = new TextTable(1, 1, columns);
    List<Object> head = new ArrayList<>(labels);
    head.add(0, "");
    table.row(head);
    for (int actual = 0; actual < counts.length; actual++) {
      List<Object> row = new ArrayList<>();
      row.add(labels.get(actual));
      for (long count : counts[actual]) {
        row.add(count);
      }
      table.row(row);
    }
    return table.text();
  }

  private static String share(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
