package io.dendrite.input;

import io.dendrite.data.RawBlock;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * Rows read from one file or split, and complaints about rows that could not be read. Complaints
 * are returned as data, not thrown as exceptions. A bad row therefore fails no Spark task, and the
 * message about it is the same on a laptop and on a cluster.
 *
 * @param rows the good rows; null if there are none
 * @param carried for each row, the values of the input's columns, beside which predictions are to
 *     be written; empty if these values are not needed
 * @param complaints the first complaints about bad rows, at most {@link #KEPT}
 * @param bad number of all bad rows, including rows whose complaints are not kept
 */
public record Chunk(RawBlock rows, List<Object[]> carried, List<Complaint> complaints, long bad)
    implements Serializable {
  /** Greatest number of complaints that a chunk keeps. */
  static final int KEPT = 5;

  /**
   * A complaint about one bad row, or about a bad file.
   *
   * @param file URI of the file
   * @param place line or row number, from 1; 0 for a complaint about the whole file
   * @param sentence sentence that says which value was found and which values were expected
   * @param fatal whether reading fails because of this complaint even if bad rows are to be skipped
   */
  public record Complaint(String file, long place, String unit, String sentence, boolean fatal)
      implements Serializable {
    /**
     * Orders complaints: fatal complaints come first, and then the order is by file and place. The
     * order is the same on every machine.
     */
    public static final Comparator<Complaint> WORST_FIRST =
        Comparator.comparing((Complaint c) -> !c.fatal())
            .thenComparing(Complaint::file)
            .thenComparing(Complaint::place);

    /** The text of the complaint: file, place and sentence. */
    public String text() {
      return file + (place > 0 ? ", " + unit + " " + place : "") + ": " + sentence;
    }
  }
}
