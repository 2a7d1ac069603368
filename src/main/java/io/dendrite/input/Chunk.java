package io.dendrite.input;

import io.dendrite.data.RawBlock;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * Rows read from one file or split, and complaints about other rows. Complaints travel as data, not
 * as exceptions, so that a bad row fails no task and is reported in the same way on a laptop and on
 * a cluster.
 *
 * @param rows the good rows; null if there are none
 * @param carried for each row the values of the input's columns, when a prediction is to repeat
 *     them; else empty
 * @param complaints the first few
 * @param bad bad rows in all
 */
public record Chunk(RawBlock rows, List<Object[]> carried, List<Complaint> complaints, long bad)
    implements Serializable {
  /** Complaints that a chunk keeps. */
  static final int KEPT = 5;

  /**
   * What is wrong with one row, or with a file.
   *
   * @param file URI
   * @param place line or row number, from 1; 0 for the file
   * @param sentence what was found and what was expected
   * @param fatal whether it cannot be skipped
   */
  public record Complaint(String file, long place, String unit, String sentence, boolean fatal)
      implements Serializable {
    /** Fatal complaints first, then by file and place: the same order on every machine. */
    public static final Comparator<Complaint> WORST_FIRST =
        Comparator.comparing((Complaint c) -> !c.fatal())
            .thenComparing(Complaint::file)
            .thenComparing(Complaint::place);

    /** File, place and sentence. */
    public String text() {
      return file + (place > 0 ? ", " + unit + " " + place : "") + ": " + sentence;
    }
  }
}
