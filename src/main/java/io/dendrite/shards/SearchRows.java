package io.dendrite.shards;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.DataException;
import io.dendrite.data.Encoding;
import io.dendrite.input.Notices;
import io.dendrite.input.TrainingRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The rows of a hyperparameter search. The rows are packed and cached once, and divided into folds
 * that share the packed rows. The scaler and the category statistics for a fold are computed from
 * the training rows of that fold alone. Thread-safe.
 */
public final class SearchRows implements AutoCloseable {
  /** Largest number of rows for which the sizes of the folds differ by at most one row. */
  private static final int EXACT = 10_000;

  private final String name;
  private final Encoding encoding;
  private final ShardedRows all;
  private final int slots;
  private final List<Fold> folds = new ArrayList<>();
  private final Map<Fold, ShardedRows> parts = new ConcurrentHashMap<>();

  private SearchRows(String name, Encoding encoding, ShardedRows all, int slots) {
    this.name = name;
    this.encoding = encoding;
    this.all = all;
    this.slots = slots;
  }

  /**
   * Reads and packs all rows.
   *
   * @param config settings of any fit of the search; all fits must read and pack rows with the same
   *     settings
   * @param folds number of folds, at least 2
   * @param seed seed of the assignment of rows to folds
   * @throws DataException if the rows cannot be used, or if there are fewer rows than folds
   */
  public static SearchRows pack(
      TrainingRows rows,
      TrainConfig config,
      int partitions,
      int slots,
      int folds,
      long seed,
      Notices listener)
      throws IOException {
    try (RawRows raw =
        RawRows.read(rows.session(), PackedRows.request(rows, config), listener::notice)) {
      Encoding encoding = raw.learnEncoding(rows.classes());
      ShardedRows all = RowLoader.load(raw, encoding, partitions, slots);
      SearchRows search = new SearchRows(rows.name(), encoding, all, slots);
      try {
        search.divide(folds, seed);
      } catch (Exception e) { // Spark also throws checked exceptions that it does not declare.
        all.unpersist();
        throw e;
      }
      return search;
    }
  }

  private void divide(int count, long seed) {
    long rows = all.rows();
    if (rows < count) {
      throw new DataException(
          name + " has " + rows + " rows; expected at least one for each of " + count + " folds");
    }
    double[] cuts = new double[count + 1];
    List<Double> places = rows > EXACT ? List.of() : places(seed);
    for (int i = 0; i <= count; i++) {
      double share = (double) i / count;
      cuts[i] = rows > EXACT || i == count ? share : places.get((int) (i * rows / count));
    }
    cuts[0] = 0;
    for (int i = 0; i < count; i++) {
      folds.add(new Fold(seed, cuts[i], cuts[i + 1], true, 0, false));
    }
  }

  private List<Double> places(long seed) {
    return all.rowBlocks()
        .flatMap(
            block ->
                IntStream.range(0, block.rows())
                    .mapToObj(row -> Fold.place(seed, block.key(row)))
                    .iterator())
        .takeOrdered((int) all.rows());
  }

  /** The rows of a fold. */
  public ShardedRows heldOut(int fold) {
    return part(folds.get(fold));
  }

  private ShardedRows part(Fold rows) {
    return parts.computeIfAbsent(rows, filter -> all.part(filter, slots));
  }

  /**
   * The data of a fit on all rows; no rows are held out for validation.
   *
   * @throws DataException if the rows do not fit the settings
   */
  public TrainingData all(TrainConfig config, Notices listener) {
    PackedRows rows = new PackedRows(name, encoding, all.borrow(), null, null);
    return TrainingData.of(rows, config, slots, listener);
  }

  /**
   * The data of a fit on the rows of all folds except {@code fold}.
   *
   * @param fold index of the fold that is held out
   * @throws DataException if the rows do not fit the settings
   */
  public TrainingData training(int fold, TrainConfig config, Notices listener) {
    Fold rows = folds.get(fold).others();
    double fraction = config.data().validation();
    ShardedRows train = part(rows.validating(fraction, false));
    ShardedRows held = fraction == 0 ? null : part(rows.validating(fraction, true));
    long both = held == null ? 0 : train.rows() + held.rows();
    if (both > 1 && (train.rows() == 0 || held.rows() == 0)) {
      double exact = Holdout.fraction(part(rows).rowBlocks(), Holdout.wanted(fraction, both));
      train = part(rows.validating(exact, false));
      held = part(rows.validating(exact, true));
    }
    PackedRows packed = new PackedRows(name, encoding, train, held, null);
    return TrainingData.of(packed, config, slots, listener).ignoringAbsentCategories(slots);
  }

  @Override
  public void close() {
    all.unpersist();
  }
}
