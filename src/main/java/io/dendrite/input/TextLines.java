package io.dendrite.input;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.spark.input.PortableDataStream;
import scala.Tuple2;

/**
 * The lines of a whole file in UTF-16, as Hadoop's text input gives the lines of other files: the
 * offset of each line in bytes, and its text in UTF-8.
 */
final class TextLines implements Iterator<Tuple2<LongWritable, Text>> {
  private static final char MARK = '\uFEFF';

  private final BufferedReader in;
  private final Text text = new Text();
  private long offset;
  private String line;
  private boolean ended;

  TextLines(PortableDataStream file, String charset) throws IOException {
    InputStream bytes = file.open();
    if (file.getPath().endsWith(".gz")) {
      bytes = new GZIPInputStream(bytes, 1 << 16);
    }
    in =
        new BufferedReader(
            new InputStreamReader(
                bytes,
                Charset.forName(charset)
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
  }

  /**
   * True if there is another line.
   *
   * @throws UncheckedIOException if the file cannot be read, or has bytes that are no text
   */
  @Override
  public boolean hasNext() {
    if (line == null && !ended) {
      try {
        line = in.readLine();
        ended = line == null;
        if (ended) {
          in.close();
        } else if (offset == 0 && !line.isEmpty() && line.charAt(0) == MARK) {
          line = line.substring(1);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return line != null;
  }

  @Override
  public Tuple2<LongWritable, Text> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    text.set(line);
    Tuple2<LongWritable, Text> next = new Tuple2<>(new LongWritable(offset), text);
    offset += 2L * (line.length() + 1);
    line = null;
    return next;
  }
}
