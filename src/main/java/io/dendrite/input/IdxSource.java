package io.dendrite.input;

import io.dendrite.data.BadFile;
import io.dendrite.data.DataException;
import io.dendrite.data.Features;
import io.dendrite.data.RawBlock;
import io.dendrite.data.format.IdxFormat;
import io.dendrite.data.format.IdxReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Rows from IDX files, such as MNIST's. The files of labels are in the directories of the files of
 * images, unless {@code data.labels} names the files of labels. Each file of images is read by one
 * task.
 */
record IdxSource(SparkSession spark, RowRequest request, List<FileStatus> files)
    implements RowSource {
  /**
   * Number of rows of a chunk. Chunks have few rows, so that the rows of one file can be
   * distributed evenly over the task slots that score the rows.
   */
  private static final int ROWS = 1024;

  /**
   * A file of images and its file of labels. If labels are not needed, the file of labels is null.
   */
  private record Pair(String images, String labels) implements Serializable {}

  @Override
  public JavaRDD<Chunk> chunks() {
    JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
    List<Pair> pairs = pairs(context.hadoopConfiguration());
    SerializableConfiguration conf = new SerializableConfiguration(context.hadoopConfiguration());
    RawBlock.Target target =
        !request.needLabel()
            ? RawBlock.Target.NONE
            : request.classes() ? RawBlock.Target.CLASS : RawBlock.Target.NUMBERS;
    return context
        .parallelize(pairs, pairs.size())
        .flatMap(pair -> read(pair, conf.value(), target));
  }

  private List<Pair> pairs(Configuration conf) {
    try {
      List<String> labels = new ArrayList<>();
      if (request.needLabel() && !request.labels().isEmpty()) {
        InputFiles.list("data.labels", request.labels(), conf)
            .forEach(f -> labels.add(f.getPath().toString()));
      }
      List<Path> images =
          files.stream()
              .map(FileStatus::getPath)
              .filter(path -> files.size() == 1 || !path.getName().contains("labels"))
              .toList();
      if (!labels.isEmpty() && labels.size() != images.size()) {
        throw new DataException(
            request.key()
                + " names "
                + images.size()
                + " image files, but data.labels "
                + labels.size()
                + "; expected as many");
      }
      List<Pair> pairs = new ArrayList<>();
      for (int i = 0; i < images.size(); i++) {
        Path path = images.get(i);
        String label =
            !request.needLabel() ? null : labels.isEmpty() ? beside(path, conf) : labels.get(i);
        pairs.add(new Pair(path.toString(), label));
      }
      return pairs;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String beside(Path images, Configuration conf) throws IOException {
    List<String> names = IdxFormat.labelsNameFor(images.getName());
    for (String name : names) {
      Path candidate = new Path(images.getParent(), name);
      if (candidate.getFileSystem(conf).exists(candidate)) {
        return candidate.toString();
      }
    }
    throw new DataException(
        "no labels found for "
            + images
            + (names.isEmpty() ? "" : "; expected " + String.join(" or ", names) + " beside it")
            + "; set data.labels");
  }

  private static Iterator<Chunk> read(Pair pair, Configuration conf, RawBlock.Target target)
      throws IOException {
    String reading = pair.images();
    try {
      int[] labels = null;
      if (pair.labels() != null) {
        reading = pair.labels();
        try (InputStream in = InputFiles.open(new Path(pair.labels()), conf)) {
          labels = IdxReader.labels(in, -1);
        }
        reading = pair.images();
      }
      List<Chunk> chunks = new ArrayList<>();
      try (InputStream in = InputFiles.open(new Path(pair.images()), conf)) {
        IdxReader reader = new IdxReader(in, -1);
        if (labels != null) {
          IdxFormat.checkSameLength(reader.header().rows(), labels.length);
        }
        int first = 0;
        for (Features rows = reader.next(ROWS); rows != null; rows = reader.next(ROWS)) {
          RawBlock block = IdxFormat.block(rows, labels, first, target);
          chunks.add(new Chunk(block, List.of(), List.of(), 0));
          first += rows.rows();
        }
      }
      return chunks.iterator();
    } catch (BadFile | EOFException | ZipException e) {
      String sentence =
          e instanceof BadFile
              ? e.getMessage()
              : "the packed data end or break off too early ("
                  + e.getMessage()
                  + "); copy the file again";
      return List.of(
              new Chunk(
                  null, List.of(), List.of(new Chunk.Complaint(reading, 0, "", sentence, true)), 0))
          .iterator();
    }
  }

  @Override
  public List<String> numericNames() {
    return List.of();
  }

  @Override
  public List<String> categoricalNames() {
    return List.of();
  }

  @Override
  public List<String> targetNames() {
    return List.of();
  }

  @Override
  public List<StructField> carried() {
    return List.of();
  }
}
