package io.dendrite.cli.text;

import io.dendrite.run.TrainResult;
import io.dendrite.score.Metrics;
import io.dendrite.score.PerClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Results as maps: what --json prints and what the words are made of. */
public final class Results {
  private Results() {}

  public static Map<String, Object> of(TrainResult r) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("model", r.model());
    map.put("steps", r.steps());
    map.put("epochs", r.epochs());
    map.put("trainLoss", r.trainLoss());
    map.put("validation", r.validation() == null ? null : r.validation().summary());
    map.put("test", r.test() == null ? null : r.test().summary());
    map.put("seconds", r.seconds());
    map.put("rowsPerSecond", r.rowsPerSecond());
    map.put("blas", r.blas());
    map.put("partitions", r.partitions());
    map.put("weightsSha256", r.weightsSha256());
    map.put("checkpoint", r.checkpoint());
    map.put("resumedFrom", r.resumedFrom());
    map.put("interrupted", r.interrupted());
    return map;
  }

  /** Metrics with the confusion matrix and the classes. */
  public static Map<String, Object> of(Metrics metrics) {
    Map<String, Object> map = new LinkedHashMap<>(metrics.summary());
    if (metrics.labels() != null) {
      map.put("labels", metrics.labels());
      map.put("confusion", metrics.confusion().counts());
      List<Map<String, Object>> classes = new ArrayList<>();
      for (int c = 0; c < metrics.labels().size(); c++) {
        PerClass found = metrics.confusion().of(c);
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("label", metrics.labels().get(c));
        one.put("precision", found.precision());
        one.put("recall", found.recall());
        one.put("f1", found.f1());
        one.put("rows", found.rows());
        classes.add(one);
      }
      map.put("classes", classes);
    }
    return map;
  }

  /** One line: what the metrics are of, and each by name; nothing for null. */
  public static void sayMetrics(String of, Object metrics) {
    if (!(metrics instanceof Map<?, ?> map)) {
      return;
    }
    StringBuilder line = new StringBuilder(of + ":");
    map.forEach(
        (name, value) -> {
          if (value instanceof Number number) {
            line.append(' ').append(name).append(' ').append(text(number));
          }
        });
    System.out.println(line);
  }

  static String text(Number number) {
    return number instanceof Double d ? String.format(Locale.ROOT, "%.4f", d) : number.toString();
  }
}
