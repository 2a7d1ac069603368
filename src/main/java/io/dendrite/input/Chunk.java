package io.dendrite.input;

import io.dendrite.data.RawBlock;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * Rows read from one file or split, and complaints about rows that could not be read. Complaints
 * are returned as data, not thrown as exceptions: a bad row fails no Spark task, and its message is
 * the same on a laptop and on a cluster.
 *
 * @param rows the good rows; null if there are none
 * @param carried for each row the values of the input's columns, if predictions are to be written
 *     beside them; else empty
 * @param complaints the first few complaints, at most {@link #KEPT}
 * @param bad number of all bad rows
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
   * @param sentence states the value that was found and the values that are expected
   * @param fatal whether reading must fail even if bad rows are to be skipped
   */
  public record Complaint(String file, long place, String unit, String sentence, boolean fatal)
      implements Serializable {
    /**
     * Orders complaints: fatal ones first, then by file and place. The order is the same on every
     * machine.
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
