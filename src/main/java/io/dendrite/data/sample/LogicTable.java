package io.dendrite.data.sample;

import io.dendrite.data.format.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Truth tables for training one binary threshold unit, with false as -1 and true as 1. The
 * functions AND and OR are linearly separable. The function XOR and its negation XNOR, here called
 * "same", are not linearly separable (Minsky and Papert, 1969).
 */
public enum LogicTable {
  AND,
  OR,
  XOR,
  SAME;

  /** The function's value, -1 or 1, for two inputs that are -1 or 1. */
  public int value(int x1, int x2) {
    return switch (this) {
      case AND -> Math.min(x1, x2);
      case OR -> Math.max(x1, x2);
      case XOR -> -x1 * x2;
      case SAME -> x1 * x2;
    };
  }

  /** Writes a header line {@code x1,x2,y} and the four rows; the caller closes the stream. */
  public void write(OutputStream out) throws IOException {
    CsvWriter csv = new CsvWriter(out, "x1,x2,y");
    for (int x1 = -1; x1 <= 1; x1 += 2) {
      for (int x2 = -1; x2 <= 1; x2 += 2) {
        csv.text(Integer.toString(x1)).text(Integer.toString(x2));
        csv.text(Integer.toString(value(x1, x2))).endLine();
      }
    }
  }
}
