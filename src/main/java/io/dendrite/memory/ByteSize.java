package io.dendrite.memory;

import java.util.Locale;

/** Writes numbers of bytes as text for error messages and reports. */
public final class ByteSize {
  private ByteSize() {}

  /** A number of bytes as text in KiB, MiB or GiB. */
  public static String text(long bytes) {
    int unit = bytes >= 1 << 30 ? 3 : bytes >= 1 << 20 ? 2 : 1;
    return String.format(
        Locale.ROOT, "%.1f %ciB", bytes / Math.pow(1024, unit), "KMG".charAt(unit - 1));
  }
}
