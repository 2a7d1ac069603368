package io.dendrite.cli.text;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dendrite.score.Metrics;
import io.dendrite.score.PerClass;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The result of the command {@code evaluate}, for output.
 *
 * @param metrics value of each metric by name
 * @param labels names of the classes; if the model is not a classifier, {@code labels}, {@code
 *     confusion} and {@code classes} are null
 * @param confusion number of rows, as [actual class][predicted class]
 */
public record EvaluateResult(
    @JsonUnwrapped Numbers metrics,
    @JsonInclude(Include.NON_NULL) List<String> labels,
    @JsonInclude(Include.NON_NULL) long[][] confusion,
    @JsonInclude(Include.NON_NULL) List<OfClass> classes) {

  /** The scores of one class, with its name; see {@link PerClass}. */
  public record OfClass(String label, double precision, double recall, double f1, long rows) {
    private static OfClass of(String label, PerClass found) {
      return new OfClass(label, found.precision(), found.recall(), found.f1(), found.rows());
    }
  }

  public static EvaluateResult of(Metrics metrics) {
    Numbers summary = new Numbers(metrics.summary());
    List<String> labels = metrics.labels();
    if (labels == null) {
      return new EvaluateResult(summary, null, null, null);
    }
    return new EvaluateResult(
        summary,
        labels,
        metrics.confusion().counts(),
        IntStream.range(0, labels.size())
            .mapToObj(c -> OfClass.of(labels.get(c), metrics.confusion().of(c)))
            .toList());
  }
}
