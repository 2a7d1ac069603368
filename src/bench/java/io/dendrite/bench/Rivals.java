package io.dendrite.bench;

import io.dendrite.ml.MlpClassificationModel;
import io.dendrite.ml.MlpClassifier;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The same network, rows and cores through Spark's own MLP. */
final class Rivals {
  private static final int ROWS = 4000;
  private static final int ROUNDS = 3;

  private Rivals() {}

  /** Full gradients, and mini-batches against full gradients. */
  static void mlpc(Workbench bench) throws Exception {
    try (Worker nativeCode = spark("native");
        Worker javaCode = spark("java");
        EngineRig full = Bench.rig(bench, Workbench.LARGE, "sigmoid", ROWS, ROWS);
        EngineRig mini = Bench.rig(bench, Workbench.LARGE, "sigmoid", ROWS, 1000)) {
      bench.report.say(
          "  Spark ML computes with " + nativeCode.greeting + " and " + javaCode.greeting);
      Turns turns = new Turns();
      int ours = turns.add(() -> ROWS / seconds(full, 1));
      int batches = turns.add(() -> ROWS / seconds(mini, ROWS / 1000));
      int withNative = turns.add(() -> ROWS / nativeCode.ask("gradient"));
      int withJava = turns.add(() -> ROWS / javaCode.ask("gradient"));
      turns.run(ROUNDS);
      bench.report.figure("mlpc.ours", turns.median(ours), "rows/s, one full gradient a step");
      bench.report.figure("mlpc.oursMini", turns.median(batches), "rows/s, batch 1000");
      bench.report.figure("mlpc.sparkNative", turns.median(withNative), "rows/s, Spark's MLP");
      bench.report.figure("mlpc.sparkJava", turns.median(withJava), "rows/s, without native BLAS");
      bench.report.ratio("mlpc.native", turns.ratio(ours, withNative), "times Spark's rate");
      bench.report.ratio("mlpc.java", turns.ratio(ours, withJava), "times, its native BLAS off");
      bench.report.ratio("mlpc.miniBatch", turns.ratio(batches, withNative), "times, mini-batches");
    }
  }

  /** Evaluation of cached rows, and prediction of a file's. */
  static void score(Workbench bench) throws Exception {
    double flops = Workbench.scoreFlops(Workbench.LARGE);
    Gemm gemm = new Gemm(bench, Workbench.LARGE, 1000, false);
    int rows = 10 * ROWS;
    String images = bench.images(rows);
    try (Worker spark = spark("native");
        EngineRig rig = Bench.rig(bench, Workbench.LARGE, "sigmoid", rows, 1000)) {
      Turns turns = new Turns();
      int limit = turns.add(() -> gemm.rate(bench.cores) * 1e9 / flops);
      int evaluated = turns.add(() -> rows / seconds(rig::evaluate));
      int predicted = turns.add(() -> rows / seconds(() -> rig.predict(images)));
      int transformed = turns.add(() -> ROWS / spark.ask("transform"));
      int few = 3 * ROWS;
      Dataset<Row> frame = MlpcWorker.data(bench.session(), few, Workbench.LARGE[0]).cache();
      MlpClassificationModel model =
          new MlpClassifier()
              .setLayers(Workbench.LARGE)
              .setSolver("sgd")
              .setTrainBatch(1000)
              .setMaxIter(1)
              .fit(frame.limit(1000));
      frame.count();
      int ours =
          turns.add(
              () ->
                  few
                      / seconds(
                          () ->
                              model
                                  .transform(frame)
                                  .write()
                                  .format("noop")
                                  .mode("overwrite")
                                  .save()));
      turns.run(5);
      frame.unpersist();
      bench.report.figure("score.transform", turns.median(ours), "rows/s, transform");
      bench.report.ratio(
          "score.transformMlpc", turns.ratio(ours, transformed), "times MLPC's transform");
      bench.report.figure("score.gemm", turns.median(limit), "rows/s by gemm alone");
      bench.report.figure("score.evaluate", turns.median(evaluated), "rows/s, cached");
      bench.report.figure("score.predict", turns.median(predicted), "rows/s, from a file");
      bench.report.figure("score.spark", turns.median(transformed), "rows/s, MLPC's transform");
      bench.report.ratio("score.gemmShare", turns.ratio(evaluated, limit), "of gemm, evaluation");
      bench.report.ratio(
          "score.predictShare", turns.ratio(predicted, limit), "of gemm, prediction");
      bench.report.ratio("score.mlpc", turns.ratio(predicted, transformed), "times MLPC's rate");
    }
  }

  private static Worker spark(String blas) throws Exception {
    String layers =
        Arrays.stream(Workbench.LARGE).mapToObj(Integer::toString).collect(Collectors.joining(","));
    return new Worker(MlpcWorker.class, "5g", blas, Integer.toString(ROWS), layers);
  }

  private interface Action {
    void run() throws Exception;
  }

  private static double seconds(Action action) throws Exception {
    long start = System.nanoTime();
    action.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private static double seconds(EngineRig rig, int steps) {
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      rig.step();
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
