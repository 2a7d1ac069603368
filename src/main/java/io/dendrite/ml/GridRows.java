package io.dendrite.ml;

import io.dendrite.config.DataKeys;
import io.dendrite.config.Key;
import io.dendrite.config.Keys;
import io.dendrite.config.NetworkKeys;
import io.dendrite.config.TrainConfig;
import io.dendrite.input.Notices;
import io.dendrite.input.TrainingRows;
import io.dendrite.shards.SearchRows;
import io.dendrite.shards.ShardedRows;
import io.dendrite.shards.TrainingData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The rows of a grid search. Settings that read and pack rows in the same way share one set of
 * packed rows, which is divided into folds. Thread-safe.
 */
final class GridRows implements AutoCloseable {
  /** Keys of {@code data} that packed rows do not depend on. */
  private static final Set<Key<?>> NOT_PACKED =
      Set.of(DataKeys.VALIDATION, DataKeys.SCALE, DataKeys.SCALE_TARGET, DataKeys.CLASS_WEIGHTS);

  private final int folds;
  private final long seed;
  private final Map<String, SearchRows> packed = new ConcurrentHashMap<>();
  private final Map<String, Object> values = new ConcurrentHashMap<>();

  GridRows(int folds, long seed) {
    this.folds = folds;
    this.seed = seed;
  }

  /** Rows of fits that share what is computed once for the DataFrame. */
  private abstract class OfGrid implements FitRows {
    @Override
    @SuppressWarnings("unchecked")
    public <T> T once(String what, Supplier<T> value) {
      return (T) values.computeIfAbsent(what, key -> value.get());
    }
  }

  /** The rows of all folds but one; the rows of the remaining fold are held out. */
  final class WithoutFold extends OfGrid {
    private final int fold;
    private volatile SearchRows used;

    WithoutFold(int fold) {
      this.fold = fold;
    }

    @Override
    public TrainingData.Source source(TrainingRows rows) {
      return new TrainingData.Source(rows) {
        @Override
        public TrainingData load(TrainConfig config, int partitions, int slots, Notices listener)
            throws IOException {
          used = packed(rows, config, partitions, slots, listener);
          return used.training(fold, config, listener);
        }
      };
    }

    /** The rows of the held-out fold, from the packed rows that the last fit used. */
    ShardedRows heldOut() {
      return used.heldOut(fold);
    }

    @Override
    public String part() {
      return "without fold " + fold + " of " + folds + ", seed " + seed;
    }
  }

  /** All rows. */
  final class All extends OfGrid {
    @Override
    public TrainingData.Source source(TrainingRows rows) {
      return new TrainingData.Source(rows) {
        @Override
        public TrainingData load(TrainConfig config, int partitions, int slots, Notices listener)
            throws IOException {
          // Rows held out for validation are packed separately, which changes the order of the
          // remaining rows.
          return config.data().validation() > 0
              ? TrainingData.load(rows, config, partitions, slots, listener)
              : packed(rows, config, partitions, slots, listener).all(config, listener);
        }
      };
    }
  }

  /** The values of all settings that decide how rows are read and packed, as one text. */
  static String readingSettings(TrainConfig config, int partitions) {
    StringBuilder settings = new StringBuilder().append(partitions);
    for (Key<?> key : Keys.ALL) {
      boolean reads = key.name().startsWith("data.") || key == NetworkKeys.TASK;
      if (reads && !NOT_PACKED.contains(key)) {
        settings.append('\n').append(config.settings().get(key.name()));
      }
    }
    return settings.toString();
  }

  private SearchRows packed(
      TrainingRows rows, TrainConfig config, int partitions, int slots, Notices listener)
      throws IOException {
    try {
      return packed.computeIfAbsent(
          readingSettings(config, partitions),
          key -> {
            try {
              return SearchRows.pack(rows, config, partitions, slots, folds, seed, listener);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() {
    packed.values().forEach(SearchRows::close);
  }
}
