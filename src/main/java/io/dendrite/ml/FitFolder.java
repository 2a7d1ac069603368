package io.dendrite.ml;

import io.dendrite.config.Effect;
import io.dendrite.config.Key;
import io.dendrite.config.Keys;
import io.dendrite.config.Settings;
import io.dendrite.model.RunJson;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The folder of a fit's checkpoints within {@code checkpointDir}, so that the fits of a grid and of
 * its folds do not meet: its name is a hash of the settings that may decide the bits, and of the
 * rows.
 */
final class FitFolder {
  private static final int LETTERS = 16;

  private FitFolder() {}

  /**
   * The name, the same for the same settings and rows in any order. Reads the rows once.
   *
   * @param further what else decides the fit
   * @param columns columns that the fit uses; empty names are left out
   */
  static String name(Settings settings, String further, Dataset<?> data, Stream<String> columns) {
    StringBuilder text = new StringBuilder(further);
    for (Key<?> key : Keys.ALL) {
      if (key.effect() == Effect.BITS || key.effect() == Effect.BITS_MAY_CHANGE) {
        text.append(key.name()).append('=').append(settings.text(key)).append('\n');
      }
    }
    Column hash =
        functions.xxhash64(
            columns
                .filter(name -> !name.isEmpty())
                .map(name -> data.col("`" + name + "`"))
                .toArray(Column[]::new));
    Row rows =
        data.select(hash.as("h"))
            .selectExpr("count(1)", "bit_xor(h)", "sum(cast(h as decimal(20, 0)))")
            .first();
    text.append(
        Stream.of(0, 1, 2).map(i -> String.valueOf(rows.get(i))).collect(Collectors.joining(" ")));
    return "fit-" + RunJson.sha256(text.toString()).substring(0, LETTERS);
  }
}
