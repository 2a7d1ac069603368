package io.dendrite.cli;

import io.dendrite.cli.text.TextTable;
import io.dendrite.cli.text.TextTable.Column;
import io.dendrite.explain.GradientAudit;
import io.dendrite.explain.GradientAudit.NodeReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The result of the command {@code gradcheck}, for output.
 *
 * @param tolerance largest accepted error of a node's derivatives
 * @param distributedTolerance largest accepted error of a parameter tensor's gradient as summed
 *     over the partitions
 * @param distributed error of each parameter tensor's gradient as summed over the partitions, by
 *     the tensor's name
 */
record GradcheckResult(
    boolean failed,
    int rows,
    double meanLoss,
    double tolerance,
    List<NodeReport> nodes,
    int partitions,
    double distributedTolerance,
    Map<String, Double> distributed) {

  static GradcheckResult of(GradientAudit.Report report) {
    Map<String, Double> distributed = new LinkedHashMap<>();
    report.tensors().forEach(tensor -> distributed.put(tensor.name(), tensor.error()));
    return new GradcheckResult(
        report.failed(),
        report.rows(),
        report.meanLoss(),
        GradientAudit.TOLERANCE,
        report.nodes(),
        report.partitions(),
        GradientAudit.DISTRIBUTED_TOLERANCE,
        distributed);
  }

  void say() {
    System.out.printf(
        Locale.ROOT,
        "%d rows, mean loss %.6f%n%nbackpropagation against numerical differences, in double precision (at most %.0e):%n",
        rows,
        meanLoss,
        tolerance);
    System.out.print(nodeTable());
    System.out.printf(
        Locale.ROOT,
        "%nsum over %d partitions in single precision against one thread in double (at most %.0e):%n",
        partitions,
        distributedTolerance);
    System.out.print(tensorTable());
    System.out.println(failed ? "\nwrong" : "\nall right");
  }

  private String nodeTable() {
    TextTable table =
        new TextTable(
            2,
            2,
            List.of(
                Column.left(),
                Column.right(),
                Column.right(),
                Column.right(),
                Column.right(),
                Column.left()));
    table.row("node", "parameters", "outputs", "kinks", "error", "");
    for (NodeReport node : nodes) {
      table.row(
          node.name(),
          node.parameters(),
          node.outputs(),
          node.kinks(),
          scientific(node.error()),
          node.unchecked()
              ? "NOTHING COMPARED: the loss seems to have a kink at every element"
              : wrong(node.error(), tolerance));
    }
    return table.text();
  }

  private String tensorTable() {
    TextTable table = new TextTable(2, 2, List.of(Column.left(), Column.right(), Column.left()));
    distributed.forEach(
        (name, error) -> table.row(name, scientific(error), wrong(error, distributedTolerance)));
    return table.text();
  }

  private static String scientific(double error) {
    return String.format(Locale.ROOT, "%.1e", error);
  }

  private static String wrong(double error, double tolerance) {
    return error <= tolerance ? "" : "WRONG";
  }
}
