package io.dendrite.ml;

import io.dendrite.config.TrainConfig;
import io.dendrite.input.Notices;
import io.dendrite.input.TrainingRows;
import io.dendrite.shards.PackedRows;
import io.dendrite.shards.TrainingData;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerUnpersistRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.columnar.InMemoryRelation;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The packed rows of the last fit on a persisted DataFrame. All copies of an estimator share them:
 * a search such as {@code CrossValidator} fits one copy for each param map on the same persisted
 * DataFrame, whose rows are then packed once. The packed rows are freed when the DataFrame is
 * unpersisted, or when a fit on another DataFrame replaces them. Thread-safe.
 */
final class KeptRows implements FitRows {
  private Kept kept;

  @Override
  public TrainingData.Source source(TrainingRows rows) {
    return persisted(rows)
        .<TrainingData.Source>map(sources -> new KeptSource(rows, sources))
        .orElse(TrainingData.source(rows));
  }

  /**
   * The RDDs that hold the persisted rows of a run; empty if a part of the rows is not persisted,
   * or may differ from one evaluation to the next.
   */
  private static Optional<Set<Integer>> persisted(TrainingRows rows) {
    Set<Integer> sources = new HashSet<>();
    boolean all = addPersisted(rows.train(), sources);
    all &= rows.validation() == null || addPersisted(rows.validation(), sources);
    return all ? Optional.of(sources) : Optional.empty();
  }

  private static boolean addPersisted(Dataset<Row> data, Set<Integer> sources) {
    LogicalPlan plan = data.queryExecution().withCachedData();
    for (LogicalPlan leaf : CollectionConverters.asJava(plan.collectLeaves())) {
      if (!(leaf instanceof InMemoryRelation relation)) {
        return false;
      }
      sources.add(relation.cacheBuilder().cachedColumnBuffers().id());
    }
    return plan.deterministic();
  }

  private static LogicalPlan plan(Dataset<Row> data) {
    return data == null ? null : data.queryExecution().analyzed();
  }

  /** The kept rows, if they were made of the same rows by the same settings; new ones otherwise. */
  private synchronized Kept use(TrainingRows rows, String settings, Set<Integer> sources) {
    if (kept == null || !kept.isOf(rows, settings, sources) || !kept.use()) {
      if (kept != null) {
        kept.retire();
      }
      kept = new Kept(rows, settings, sources);
      kept.use();
    }
    return kept;
  }

  /** The source of one fit. */
  private final class KeptSource extends TrainingData.Source {
    private final TrainingRows rows;
    private final Set<Integer> sources;
    private Kept used;

    KeptSource(TrainingRows rows, Set<Integer> sources) {
      super(rows);
      this.rows = rows;
      this.sources = sources;
    }

    @Override
    public TrainingData load(TrainConfig config, int partitions, int slots, Notices listener)
        throws IOException {
      String settings =
          GridRows.readingSettings(config, partitions) + "\n" + config.data().validation();
      used = use(rows, settings, sources);
      PackedRows packed = used.packed(config, partitions, slots, listener);
      return TrainingData.of(packed.borrow(), config, slots, listener);
    }

    @Override
    public void close() {
      if (used != null) {
        used.release();
      }
    }
  }

  /** Packed rows, and what they were made of. */
  private static final class Kept extends SparkListener {
    private final Object packing = new Object();
    private final TrainingRows made;
    private final SparkContext spark;
    private final LogicalPlan train;
    private final LogicalPlan validation;
    private final String settings;
    private final Set<Integer> sources;
    private PackedRows rows;
    private int users;
    private boolean retired;

    Kept(TrainingRows made, String settings, Set<Integer> sources) {
      this.made = made;
      this.settings = settings;
      this.sources = sources;
      train = plan(made.train());
      validation = plan(made.validation());
      spark = made.session().sparkContext();
      spark.addSparkListener(this);
    }

    boolean isOf(TrainingRows other, String otherSettings, Set<Integer> otherSources) {
      return settings.equals(otherSettings)
          && sources.equals(otherSources)
          && train.sameResult(plan(other.train()))
          && (validation == null) == (other.validation() == null)
          && (validation == null || validation.sameResult(plan(other.validation())));
    }

    /** Registers a fit that uses the rows; false if they are about to be freed. */
    synchronized boolean use() {
      users += retired ? 0 : 1;
      return !retired;
    }

    /** The rows; the first fit packs them, and other fits wait until it has. */
    PackedRows packed(TrainConfig config, int partitions, int slots, Notices listener)
        throws IOException {
      synchronized (packing) {
        if (rows == null) {
          PackedRows packed = PackedRows.pack(made, config, partitions, slots, listener);
          synchronized (this) {
            rows = packed;
          }
        }
        return rows;
      }
    }

    @Override
    public void onUnpersistRDD(SparkListenerUnpersistRDD event) {
      if (sources.contains(event.rddId())) {
        retire();
      }
    }

    /** Frees the rows as soon as no fit uses them. */
    synchronized void retire() {
      retired = true;
      freeUnused();
    }

    /** Ends the use of the rows by a fit. */
    synchronized void release() {
      users--;
      if (retired) {
        freeUnused();
      }
    }

    private void freeUnused() {
      if (users > 0) {
        return;
      }
      spark.removeSparkListener(this);
      if (rows != null) {
        rows.close();
        rows = null;
      }
    }
  }
}
