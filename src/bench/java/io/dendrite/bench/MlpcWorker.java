package io.dendrite.bench;

import io.dendrite.math.BundledPath;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * Spark's MultilayerPerceptronClassifier in a JVM of its own, since a JVM has one BLAS for Spark
 * ML. Each line of input asks for one measurement; each answer is a line of seconds.
 */
public final class MlpcWorker {
  private static final int BLOCK = 128;

  private MlpcWorker() {}

  /** {@code native} or {@code java}; rows; layers, comma-separated. */
  public static void main(String[] args) throws Exception {
    Configurator.setRootLevel(Level.OFF);
    // netlib reads this once: the library that Dendrite uses, or none.
    System.setProperty(
        "dev.ludovic.netlib.blas.nativeLibPath",
        args[0].equals("native") ? BundledPath.load() : "/no/such/library");
    int rows = Integer.parseInt(args[1]);
    int[] layers =
        java.util.Arrays.stream(args[2].split(",")).mapToInt(Integer::parseInt).toArray();
    SparkSession spark =
        SparkSession.builder()
            .master("local[*]")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.driver.maxResultSize", "0")
            .getOrCreate();
    Dataset<Row> data = data(spark, rows, layers[0]).cache();
    data.count();
    Evaluations evaluations = new Evaluations();
    spark.sparkContext().addSparkListener(evaluations);
    MultilayerPerceptronClassificationModel model = fit(data, layers);
    Worker.serve(
        org.apache.spark.ml.linalg.BLAS$.MODULE$.nativeBLAS().getClass().getSimpleName(),
        what -> {
          if (what.equals("gradient")) {
            evaluations.clear();
            fit(data, layers);
            spark.sparkContext().listenerBus().waitUntilEmpty();
            return evaluations.median();
          }
          long start = System.nanoTime();
          model.transform(data).write().format("noop").mode("overwrite").save();
          return (System.nanoTime() - start) / 1e9;
        });
    spark.stop();
  }

  private static MultilayerPerceptronClassificationModel fit(Dataset<Row> data, int[] layers) {
    return new MultilayerPerceptronClassifier()
        .setLayers(layers)
        .setBlockSize(BLOCK)
        .setMaxIter(2)
        .setSeed(1)
        .fit(data);
  }

  /** Labelled vectors of random pixels. */
  static Dataset<Row> data(SparkSession spark, int rows, int width) {
    SplittableRandom random = new SplittableRandom(1);
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double[] x = new double[width];
      for (int j = 0; j < width; j++) {
        x[j] = random.nextInt(256) / 255.0;
      }
      all.add(RowFactory.create((double) (i % 10), Vectors.dense(x)));
    }
    StructField label = DataTypes.createStructField("label", DataTypes.DoubleType, false);
    StructField features =
        DataTypes.createStructField("features", SQLDataTypes.VectorType(), false);
    return spark
        .createDataFrame(all, DataTypes.createStructType(List.of(label, features)))
        .repartition(Runtime.getRuntime().availableProcessors());
  }

  /** Times of the jobs that evaluate the gradient over all rows, without what lies between them. */
  private static final class Evaluations extends SparkListener {
    private final List<Double> seconds = new ArrayList<>();
    private final java.util.Map<Integer, Long> started = new java.util.HashMap<>();

    @Override
    public synchronized void onJobStart(SparkListenerJobStart job) {
      if (job.stageInfos().exists(stage -> stage.name().startsWith("treeAggregate"))) {
        started.put(job.jobId(), job.time());
      }
    }

    @Override
    public synchronized void onJobEnd(SparkListenerJobEnd job) {
      Long start = started.remove(job.jobId());
      if (start != null) {
        seconds.add((job.time() - start) / 1e3);
      }
    }

    synchronized void clear() {
      seconds.clear();
    }

    /** The middle one, but for the first, which packs the rows. */
    synchronized double median() {
      return Turns.median(
          seconds.subList(1, seconds.size()).stream().mapToDouble(Double::doubleValue).toArray());
    }
  }
}
