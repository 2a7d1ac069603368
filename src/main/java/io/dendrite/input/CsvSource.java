package io.dendrite.input;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.BadRow;
import io.dendrite.data.DataException;
import io.dendrite.data.Encoding;
import io.dendrite.data.RawBlock;
import io.dendrite.data.format.CsvFormat;
import io.dendrite.data.format.CsvSettings;
import io.dendrite.data.format.TextEncoding;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Rows from CSV files. Either all files of an input have the same header, or none has a header. */
final class CsvSource {
  private CsvSource() {}

  static LineSource open(SparkSession spark, RowRequest request, List<FileStatus> files)
      throws IOException {
    TrainConfig.Data data = request.data();
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    Charset charset = charset(data.encoding(), files, conf);
    List<String> first = firstFields(request, files, charset, conf);
    List<String> header = data.header() ? first : null;
    CsvSettings settings = settings(request, header, first.size());
    CsvFormat format;
    try {
      format = new CsvFormat(settings);
    } catch (IllegalArgumentException e) {
      throw new DataException(request.key() + " = " + request.uri() + ": " + e.getMessage());
    }
    List<StructField> carried =
        IntStream.range(0, first.size())
            .mapToObj(i -> header == null ? "column" + i : header.get(i))
            .map(name -> DataTypes.createStructField(name, DataTypes.StringType, true))
            .toList();
    return new LineSource(
        spark,
        files,
        new Parser(
            format, header, data.delimiter(), data.quote(), TextEncoding.toTranslate(charset)),
        request.known(),
        request.carry(),
        format.numericNames(),
        format.categoricalNames(),
        settings.label(),
        carried,
        charset);
  }

  private static CsvSettings settings(RowRequest request, List<String> header, int columns) {
    TrainConfig.Data data = request.data();
    Encoding known = request.known();
    List<String> label = request.labelColumns();
    List<String> categorical = data.categorical();
    List<String> features = data.features();
    if (known != null) {
      categorical = known.categories().stream().map(Encoding.Category::name).toList();
      features = new java.util.ArrayList<>(known.names());
      features.addAll(categorical);
    }
    if (request.needLabel() && label.isEmpty()) {
      throw new DataException(
          "data.label is empty; expected the name of the label column of "
              + request.uri()
              + (header == null ? ", counted from 0" : ": " + String.join(", ", header)));
    }
    if (!request.needLabel() && header != null) {
      label = label.stream().filter(header::contains).toList();
    }
    if (request.classes() && label.size() > 1) {
      throw new DataException(
          "data.label names "
              + label.size()
              + " columns; classification has one label (several are for regression)");
    }
    return new CsvSettings(
        header,
        columns,
        data.delimiter(),
        data.quote(),
        label,
        features,
        request.needLabel() ? data.weight() : "",
        categorical,
        request.classes(),
        data.meanForMissing(),
        data.missingValues(),
        request.needLabel());
  }

  /** The character set of the files, by the first file that is not empty. */
  private static Charset charset(String encoding, List<FileStatus> files, Configuration conf)
      throws IOException {
    for (FileStatus file : files) {
      try (InputStream in = InputFiles.open(file.getPath(), conf)) {
        byte[] start = in.readNBytes(2);
        if (start.length > 0) {
          return TextEncoding.of(encoding, start);
        }
      }
    }
    return TextEncoding.of(encoding, new byte[0]);
  }

  /** The fields of the first line in the files that is not blank. */
  private static List<String> firstFields(
      RowRequest request, List<FileStatus> files, Charset charset, Configuration conf)
      throws IOException {
    boolean utf16 = TextEncoding.isUtf16(charset);
    // Single bytes are read as they are: only the first line, not what follows, is to be text.
    Charset reading = utf16 ? charset : StandardCharsets.ISO_8859_1;
    for (FileStatus file : files) {
      try (BufferedReader in =
          new BufferedReader(
              new InputStreamReader(InputFiles.open(file.getPath(), conf), reading.newDecoder()))) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          if (!line.isBlank()) {
            byte[] bytes = line.getBytes(utf16 ? StandardCharsets.UTF_8 : reading);
            byte[] utf8 = TextEncoding.utf8(bytes, bytes.length, TextEncoding.toTranslate(charset));
            return fields(utf8, request.data().delimiter(), request.data().quote());
          }
        }
      } catch (CharacterCodingException e) {
        throw new DataException(
            file.getPath() + " begins with bytes that are no text in " + charset);
      } catch (BadRow | IllegalArgumentException e) {
        throw new DataException(file.getPath() + ", first line: " + e.getMessage());
      }
    }
    throw new DataException(
        request.key() + " = " + request.uri() + ": all files are empty; expected rows");
  }

  private static List<String> fields(byte[] line, char delimiter, char quote) {
    return CsvFormat.parseHeader(line, delimiter, quote);
  }

  /**
   * Parses the lines of CSV files. The header of each file is compared with the header of the first
   * file, and then skipped.
   */
  private record Parser(
      CsvFormat format, List<String> header, char delimiter, char quote, String charset)
      implements LineSource.LineParser {
    @Override
    public RawBlock.Schema schema() {
      return format.schema();
    }

    @Override
    public boolean parse(byte[] line, int length, long offset, RawBlock.Builder out) {
      byte[] text = TextEncoding.utf8(line, length, charset);
      if (offset == 0 && header != null) {
        List<String> found =
            CsvSource.fields(
                Arrays.copyOf(text, text == line ? length : text.length), delimiter, quote);
        if (!found.equals(header)) {
          throw new LineSource.BadHeader(
              "the header is \""
                  + String.join(",", found)
                  + "\", expected \""
                  + String.join(",", header)
                  + "\" as in the first file; give all files the same columns, or set data.header = false");
        }
        return false;
      }
      return format.parse(text, 0, text == line ? length : text.length, out);
    }

    @Override
    public boolean named() {
      return header != null;
    }

    @Override
    public Object[] fields(byte[] line, int length) {
      byte[] text = TextEncoding.utf8(line, length, charset);
      return CsvFormat.fields(
              Arrays.copyOf(text, text == line ? length : text.length), delimiter, quote)
          .toArray();
    }
  }
}
