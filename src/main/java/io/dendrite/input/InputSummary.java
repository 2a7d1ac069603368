package io.dendrite.input;

import io.dendrite.data.Encoding;
import io.dendrite.data.RawBlock;
import io.dendrite.data.SparseFeatures;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A summary of all parsed rows of an input. The summary is needed before the rows can be encoded
 * and distributed over shards. Summaries of parts of the rows can be merged in any order with the
 * same result.
 */
public final class InputSummary implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * Greatest number of different values that a label column or categorical column may have. A
   * column with more values is refused, since the setting is probably a mistake.
   */
  public static final int MOST_VALUES = 10_000;

  /**
   * Greatest number of classes that is accepted. With more classes, the confusion matrix is too
   * large to collect on the driver.
   */
  public static final int MOST_CLASSES = 1_000;

  private static final int KEPT = 100;

  public long rows;
  public long bad;
  private long entries;
  private int width;
  private int targetWidth;
  private boolean sparse;
  private boolean weighted;
  private boolean bytesOnly = true;
  private final Set<String> labels = new TreeSet<>();
  private final List<Set<String>> categories = new ArrayList<>();
  private final List<Chunk.Complaint> complaints = new ArrayList<>();

  public static InputSummary of(Chunk chunk) {
    InputSummary summary = new InputSummary();
    summary.bad = chunk.bad();
    summary.complaints.addAll(chunk.complaints());
    RawBlock raw = chunk.rows();
    if (raw == null) {
      return summary;
    }
    summary.rows = raw.rows();
    summary.width = raw.features().width();
    summary.targetWidth = raw.schema().targetWidth();
    summary.sparse = raw.schema().sparse();
    summary.weighted = raw.schema().weighted();
    summary.entries = raw.features() instanceof SparseFeatures sparse ? sparse.entries() : 0;
    summary.bytesOnly = raw.features().allBytes();
    if (raw.labelNames() != null) {
      summary.labels.addAll(List.of(raw.labelNames()));
    }
    for (String[] values : raw.categories()) {
      summary.categories.add(new TreeSet<>(List.of(values)));
    }
    return summary;
  }

  public InputSummary plus(InputSummary other) {
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

  public int width() {
    return width;
  }

  public int targetWidth() {
    return targetWidth;
  }

  public boolean sparse() {
    return sparse;
  }

  public boolean weighted() {
    return weighted;
  }

  /** True if every numeric feature is a whole number from 0 to 255. */
  public boolean bytesOnly() {
    return bytesOnly;
  }

  /** The fraction of the numeric features that are not zero; 1 if rows are not sparse. */
  public double density() {
    return sparse ? entries / ((double) rows * Math.max(1, width)) : 1;
  }

  public Set<String> labels() {
    return labels;
  }

  public List<Set<String>> categories() {
    return categories;
  }

  public List<Chunk.Complaint> complaints() {
    return complaints;
  }

  /**
   * Number of bytes that the packed rows occupy. The number of bytes depends on the rows alone, not
   * on how files are split.
   */
  public long bytes(Encoding encoding, boolean asBytes) {
    long perRow = 8 + 4L * encoding.targetWidth() + (weighted ? 4 : 0);
    long features =
        sparse ? 8 * entries + 4 * rows : rows * encoding.inputs() * (asBytes ? 1L : 4L);
    return rows * perRow + features;
  }
}
