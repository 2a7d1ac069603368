package io.dendrite.checkpoint;

import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The text form of CRC32C checksums (Castagnoli, 1993) in this package: 8 lower-case hexadecimal
 * digits.
 */
final class Checksum {
  private static final Pattern EIGHT_HEX = Pattern.compile("[0-9a-f]{8}");

  private Checksum() {}

  static String hex(int crc) {
    return HexFormat.of().toHexDigits(crc);
  }

  static String hex(CRC32C crc) {
    return hex((int) crc.getValue());
  }

  static boolean isHex(String text) {
    return EIGHT_HEX.matcher(text).matches();
  }

  static int parse(String hex) {
    return HexFormat.fromHexDigits(hex);
  }
}
