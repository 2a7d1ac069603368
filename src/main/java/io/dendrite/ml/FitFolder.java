package io.dendrite.ml;

import io.dendrite.config.Effect;
import io.dendrite.config.Key;
import io.dendrite.config.Keys;
import io.dendrite.config.Settings;
import io.dendrite.model.RunJson;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Names the folder within {@code checkpointDir} that holds the checkpoints of one fit. The name is
 * a hash of the rows and of all settings that may change the model, so the fits of a
 * cross-validation, which differ in rows or settings, use different folders.
 */
final class FitFolder {
  private static final int LETTERS = 16;

  private FitFolder() {}

  /**
   * The name of the folder, which does not depend on the order of the rows. The method reads the
   * rows once.
   *
   * @param further text that identifies everything, besides settings and rows, that may change the
   *     model
   * @param columns names of the columns that the fit uses; empty names are left out
   */
  static String name(
      Settings settings, String further, Dataset<?> data, List<String> columns, FitRows rows) {
    StringBuilder text = new StringBuilder(further);
    for (Key<?> key : Keys.ALL) {
      if (key.effect() == Effect.BITS || key.effect() == Effect.BITS_MAY_CHANGE) {
        text.append(key.name()).append('=').append(settings.text(key)).append('\n');
      }
    }
    text.append(rows.once("hash of " + columns, () -> hash(data, columns)));
    return "fit-" + RunJson.sha256(text.toString()).substring(0, LETTERS);
  }

  private static String hash(Dataset<?> data, List<String> columns) {
    Column hash =
        functions.xxhash64(
            columns.stream()
                .filter(name -> !name.isEmpty())
                .map(name -> data.col("`" + name + "`"))
                .toArray(Column[]::new));
    Row rows =
        data.select(hash.as("h"))
            .selectExpr("count(1)", "bit_xor(h)", "sum(cast(h as decimal(20, 0)))")
            .first();
    return Stream.of(0, 1, 2)
        .map(i -> String.valueOf(rows.get(i)))
        .collect(Collectors.joining(" "));
  }
}
