package io.dendrite.data.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes CSV files for the generators in {@code io.dendrite.data.sample}: a header line, and then
 * lines that consist of names and of numbers with six decimals. If a number that {@link #rounded}
 * returned is written, reading the file gives exactly this number.
 */
public final class CsvWriter {
  private static final int UNIT = 1_000_000;

  private final OutputStream out;
  private final StringBuilder line = new StringBuilder(100);

  /** Writes the header line to a stream, which the caller closes. */
  public CsvWriter(OutputStream out, String header) throws IOException {
    this.out = out;
    line.append(header);
    endLine();
  }

  /** Rounds a value to six decimals. */
  public static double rounded(double value) {
    return StrictMath.rint(value * UNIT) / UNIT;
  }

  public CsvWriter number(double value) {
    long scaled = (long) StrictMath.rint(value * UNIT);
    long size = Math.abs(scaled);
    String decimals = Long.toString(size % UNIT + UNIT);
    return text((scaled < 0 ? "-" : "") + size / UNIT + "." + decimals.substring(1));
  }

  public CsvWriter text(String field) {
    line.append(line.isEmpty() ? "" : ",").append(field);
    return this;
  }

  public void endLine() throws IOException {
    out.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
    line.setLength(0);
  }
}
