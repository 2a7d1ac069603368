package io.dendrite.input;

import io.dendrite.data.BadRow;
import io.dendrite.data.Encoding;
import io.dendrite.data.RawBlock;
import io.dendrite.data.format.LibSvmFormat;
import io.dendrite.data.format.TextEncoding;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.spark.api.java.JavaNewHadoopRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import scala.Tuple2;

/** Rows from lines of text. Hadoop's text input splits large files and unpacks compressed files. */
record LineSource(
    SparkSession spark,
    List<FileStatus> files,
    LineParser parser,
    Encoding known,
    boolean carry,
    List<String> numericNames,
    List<String> categoricalNames,
    List<String> targetNames,
    List<StructField> carried,
    Charset charset)
    implements RowSource {

  /** Parses the lines of one text format, such as CSV. */
  interface LineParser extends Serializable {
    RawBlock.Schema schema();

    /** Parses a line. Returns false if the line holds no row. */
    boolean parse(byte[] line, int length, long offset, RawBlock.Builder out);

    /** The fields of a line as they are written in the file, to be written beside a prediction. */
    Object[] fields(byte[] line, int length);

    /** False if the file has no names for its columns. */
    default boolean named() {
      return true;
    }
  }

  /**
   * Thrown for a bad line, such as a header, that makes the whole file unusable. Unlike a bad row,
   * a bad line of this kind cannot be skipped.
   */
  static final class BadHeader extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadHeader(String message) {
      super(message);
    }
  }

  static LineSource libsvm(SparkSession spark, RowRequest request, List<FileStatus> files) {
    int width = request.known() == null ? -1 : request.known().width();
    LibSvmFormat format = new LibSvmFormat(width, request.classes(), request.needLabel());
    LineParser parser =
        new LineParser() {
          @Override
          public RawBlock.Schema schema() {
            return format.schema();
          }

          @Override
          public boolean parse(byte[] line, int length, long offset, RawBlock.Builder out) {
            return format.parse(line, 0, length, out);
          }

          @Override
          public Object[] fields(byte[] line, int length) {
            return new Object[0];
          }
        };
    return new LineSource(
        spark,
        files,
        parser,
        request.known(),
        request.carry(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        StandardCharsets.UTF_8);
  }

  @Override
  public boolean named() {
    return parser.named();
  }

  @Override
  public JavaRDD<Chunk> chunks() {
    JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
    LineParser parser = this.parser;
    Encoding known = this.known;
    boolean carry = this.carry;
    String encoding = charset.name();
    if (TextEncoding.isUtf16(charset)) {
      String paths =
          files.stream()
              .map(file -> InputFiles.asGlob(file.getPath()).toString())
              .collect(Collectors.joining(","));
      return context
          .binaryFiles(paths, files.size())
          .flatMap(
              file ->
                  new Chunks(file._1(), new TextLines(file._2(), encoding), parser, known, carry));
    }
    try {
      Job job = Job.getInstance(context.hadoopConfiguration());
      FileInputFormat.setInputPaths(
          job,
          files.stream().map(FileStatus::getPath).map(InputFiles::asGlob).toArray(Path[]::new));
      JavaNewHadoopRDD<LongWritable, Text> lines =
          (JavaNewHadoopRDD<LongWritable, Text>)
              context.newAPIHadoopRDD(
                  job.getConfiguration(), TextInputFormat.class, LongWritable.class, Text.class);
      return lines.mapPartitionsWithInputSplit(
          (split, it) ->
              new Chunks(((FileSplit) split).getPath().toString(), it, parser, known, carry),
          true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Parses the lines of a file split, and returns one chunk of rows at a time. */
  private static final class Chunks implements Iterator<Chunk> {
    private final String file;
    private final Iterator<Tuple2<LongWritable, Text>> lines;
    private final LineParser parser;
    private final Encoding known;
    private final boolean carry;
    private final RawBlock.Builder out;
    private final long[] offsets = new long[CHUNK_ROWS];
    private boolean ended;
    private Chunk.Complaint broken;

    Chunks(
        String file,
        Iterator<Tuple2<LongWritable, Text>> lines,
        LineParser parser,
        Encoding known,
        boolean carry) {
      this.file = file;
      this.lines = lines;
      this.parser = parser;
      this.known = known;
      this.carry = carry;
      out = RawBlock.builder(parser.schema());
    }

    @Override
    public boolean hasNext() {
      return more() || broken != null;
    }

    /**
     * True if there is another line. If a file ends too early, the Scala iterator throws an
     * undeclared IOException, which is turned into a complaint.
     */
    private boolean more() {
      try {
        return !ended && lines.hasNext();
      } catch (Exception e) {
        if (!(e instanceof IOException || e instanceof UncheckedIOException)) {
          throw e;
        }
        ended = true;
        broken =
            new Chunk.Complaint(
                file,
                0,
                "",
                "cannot be read to its end ("
                    + e.getMessage()
                    + "); it is truncated or damaged: copy it again",
                true);
        return false;
      }
    }

    @Override
    public Chunk next() {
      List<Object[]> carried = new ArrayList<>();
      List<Chunk.Complaint> complaints = new ArrayList<>();
      long bad = 0;
      while (more() && out.rows() < CHUNK_ROWS && out.bytes() < CHUNK_BYTES) {
        Tuple2<LongWritable, Text> line = lines.next();
        long offset = line._1().get();
        byte[] bytes = line._2().getBytes();
        int length = line._2().getLength();
        try {
          Object[] fields = carry ? parser.fields(bytes, length) : null;
          if (parser.parse(bytes, length, offset, out)) {
            offsets[out.rows() - 1] = offset;
            if (carry) {
              carried.add(fields);
            }
          }
        } catch (BadRow e) {
          bad++;
          if (complaints.size() < Chunk.KEPT) {
            complaints.add(new Chunk.Complaint(file, offset, "byte", e.getMessage(), false));
          }
        } catch (BadHeader e) {
          complaints.add(0, new Chunk.Complaint(file, 0, "", e.getMessage(), true));
        }
      }
      if (broken != null) {
        complaints.add(0, broken);
        broken = null;
      }
      RawBlock rows = out.rows() == 0 ? null : out.build();
      Encoding.Unknown unknown = rows == null || known == null ? null : known.firstUnknown(rows);
      if (unknown != null) {
        complaints.add(
            0, new Chunk.Complaint(file, offsets[unknown.row()], "byte", unknown.sentence(), true));
      }
      return new Chunk(rows, carried, complaints, bad);
    }
  }
}
