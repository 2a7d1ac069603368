package io.dendrite.train;

import io.dendrite.data.Encoding;
import io.dendrite.data.RawBlock;
import io.dendrite.data.SparseFeatures;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must be known of all parsed rows before they can be encoded and placed. Merging is exact in
 * any order.
 */
final class Survey implements Serializable {
  private static final long serialVersionUID = 1;

  /** More values than this in a label or categorical column are taken for a mistake. */
  static final int MOST_VALUES = 10_000;

  /** More classes than this need a confusion matrix too large to gather. */
  static final int MOST_CLASSES = 1_000;

  private static final int KEPT = 100;

  long rows;
  long bad;
  private long entries;
  private int width;
  private int targetWidth;
  private boolean sparse;
  private boolean weighted;
  private boolean bytesOnly = true;
  private final Set<String> labels = new TreeSet<>();
  private final List<Set<String>> categories = new ArrayList<>();
  private final List<Chunk.Complaint> complaints = new ArrayList<>();

  static Survey of(Chunk chunk) {
    Survey survey = new Survey();
    survey.bad = chunk.bad();
    survey.complaints.addAll(chunk.complaints());
    RawBlock raw = chunk.rows();
    if (raw == null) {
      return survey;
    }
    survey.rows = raw.rows();
    survey.width = raw.features().width();
    survey.targetWidth = raw.schema().targetWidth();
    survey.sparse = raw.schema().sparse();
    survey.weighted = raw.schema().weighted();
    survey.entries = raw.features() instanceof SparseFeatures sparse ? sparse.entries() : 0;
    survey.bytesOnly = raw.features().allBytes();
    if (raw.labelNames() != null) {
      survey.labels.addAll(List.of(raw.labelNames()));
    }
    for (String[] values : raw.categories()) {
      survey.categories.add(new TreeSet<>(List.of(values)));
    }
    return survey;
  }

  Survey plus(Survey other) {
    if (other.rows > 0 && rows > 0 && !other.sparse && other.width != width) {
      complaints.add(
          new Chunk.Complaint(
              "the files together",
              0,
              "",
              "found rows of " + width + " and of " + other.width + " features, expected one width",
              true));
    }
    sparse |= other.sparse;
    weighted |= other.weighted;
    bytesOnly &= other.bytesOnly;
    width = Math.max(width, other.width);
    targetWidth = Math.max(targetWidth, other.targetWidth);
    rows += other.rows;
    bad += other.bad;
    entries += other.entries;
    labels.addAll(other.labels);
    for (int c = 0; c < other.categories.size(); c++) {
      if (c == categories.size()) {
        categories.add(new TreeSet<>());
      }
      categories.get(c).addAll(other.categories.get(c));
    }
    complaints.addAll(other.complaints);
    complaints.sort(Chunk.Complaint.WORST_FIRST);
    complaints.subList(Math.min(KEPT, complaints.size()), complaints.size()).clear();
    return this;
  }

  int width() {
    return width;
  }

  int targetWidth() {
    return targetWidth;
  }

  boolean sparse() {
    return sparse;
  }

  boolean weighted() {
    return weighted;
  }

  /** Is every numeric feature a whole number from 0 to 255? */
  boolean bytesOnly() {
    return bytesOnly;
  }

  /**
   * Of the numeric features, the share that is not zero; 1 for rows that are not stored sparsely.
   */
  double density() {
    return sparse ? entries / ((double) rows * Math.max(1, width)) : 1;
  }

  Set<String> labels() {
    return labels;
  }

  List<Set<String>> categories() {
    return categories;
  }

  List<Chunk.Complaint> complaints() {
    return complaints;
  }

  /** Bytes that the rows take when packed: a function of the rows alone. */
  long bytes(Encoding encoding, boolean asBytes) {
    long perRow = 8 + 4L * encoding.targetWidth() + (weighted ? 4 : 0);
    long features =
        sparse ? 8 * entries + 4 * rows : rows * encoding.inputs() * (asBytes ? 1L : 4L);
    return rows * perRow + features;
  }
}
