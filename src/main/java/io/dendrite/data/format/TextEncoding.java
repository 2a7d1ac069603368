package io.dendrite.data.format;

import io.dendrite.data.BadRow;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The character sets of text files. Lines are parsed as UTF-8; the bytes of other character sets
 * are translated line by line.
 */
public final class TextEncoding {
  /** The values of {@code data.encoding}, for error messages. */
  public static final String KNOWN =
      "auto, utf-8, utf-16, or a character set that has the letters of ASCII as single bytes";

  private TextEncoding() {}

  /** True if {@code data.encoding} may have this value. */
  public static boolean isKnown(String name) {
    try {
      return name.equals("auto")
          || isUtf16(Charset.forName(name))
          || isAscii(Charset.forName(name));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isAscii(Charset charset) {
    if (!charset.canEncode()) {
      return false;
    }
    StringBuilder ascii = new StringBuilder();
    for (char c = 0; c < 128; c++) {
      ascii.append(c);
    }
    String text = ascii.toString();
    boolean single =
        charset.equals(StandardCharsets.UTF_8) || charset.newEncoder().maxBytesPerChar() == 1;
    return single && text.equals(new String(text.getBytes(charset), StandardCharsets.US_ASCII));
  }

  /** True if a line break is more than one byte in this character set. */
  public static boolean isUtf16(Charset charset) {
    return charset.name().toUpperCase(Locale.ROOT).startsWith("UTF-16");
  }

  /**
   * The character set of a file.
   *
   * @param name value of {@code data.encoding}
   * @param start first bytes of the file, at least two if the file has as many
   */
  public static Charset of(String name, byte[] start) {
    if (!name.equals("auto")) {
      return Charset.forName(name);
    }
    boolean marked =
        start.length >= 2
            && (start[0] == (byte) 0xff && start[1] == (byte) 0xfe
                || start[0] == (byte) 0xfe && start[1] == (byte) 0xff);
    return marked ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
  }

  /**
   * The character set from which lines have to be translated; null if lines arrive in UTF-8, as
   * those of files in UTF-8 and in UTF-16 do.
   */
  public static String toTranslate(Charset charset) {
    return charset.equals(StandardCharsets.UTF_8) || isUtf16(charset) ? null : charset.name();
  }

  /**
   * A line in UTF-8.
   *
   * @param charset what {@link #toTranslate} returns; if null, the line itself is returned
   * @throws BadRow if the bytes are no text in the character set
   */
  public static byte[] utf8(byte[] line, int length, String charset) {
    if (charset == null) {
      return line;
    }
    try {
      CharBuffer text =
          Charset.forName(charset).newDecoder().decode(ByteBuffer.wrap(line, 0, length));
      return text.toString().getBytes(StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new BadRow("row", "bytes that are no text in " + charset, "text; set data.encoding");
    }
  }

  /** True if the bytes are text in UTF-8. */
  static boolean isText(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] < 0) {
        try {
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(b, i, to - i));
          return true;
        } catch (CharacterCodingException e) {
          return false;
        }
      }
    }
    return true;
  }
}
