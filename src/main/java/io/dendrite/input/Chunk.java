package io.dendrite.input;

import io.dendrite.data.RawBlock;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * Rows read from one file or split, and complaints about rows that could not be read. Complaints
 * are returned as data, not thrown as exceptions, so that a bad row fails no task and is reported
 * in the same way on a laptop and on a cluster.
 *
 * @param rows the good rows; null if there are none
 * @param carried for each row the values of the input's columns, if predictions are to be written
 *     beside them; else empty
 * @param complaints the first few complaints, at most {@link #KEPT}
 * @param bad number of all bad rows
 */
public record Chunk(RawBlock rows, List<Object[]> carried, List<Complaint> complaints, long bad)
    implements Serializable {
  /** The most complaints that a chunk keeps. */
  static final int KEPT = 5;

  /**
   * A message about one bad row, or about a bad file.
   *
   * @param file URI of the file
   * @param place line or row number, from 1; 0 for a complaint about the whole file
   * @param sentence states the value that was found and the values that are expected
   * @param fatal whether reading must fail even if bad rows are to be skipped
   */
  public record Complaint(String file, long place, String unit, String sentence, boolean fatal)
      implements Serializable {
    /**
     * Orders fatal complaints first, then by file and place, so that the order is the same on every
     * machine.
     */
    public static final Comparator<Complaint> WORST_FIRST =
        Comparator.comparing((Complaint c) -> !c.fatal())
            .thenComparing(Complaint::file)
            .thenComparing(Complaint::place);

    /** The message: file, place and sentence. */
    public String text() {
      return file + (place > 0 ? ", " + unit + " " + place : "") + ": " + sentence;
    }
  }
}
