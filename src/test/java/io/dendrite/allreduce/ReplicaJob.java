package io.dendrite.allreduce;

import io.dendrite.data.ColumnStatistics;
import io.dendrite.data.FloatFeatures;
import io.dendrite.data.RowBlock;
import io.dendrite.data.Scaler;
import io.dendrite.input.SparkTest;
import io.dendrite.math.BlasLibrary;
import io.dendrite.math.Rng;
import io.dendrite.net.Net;
import io.dendrite.net.NetSpec;
import io.dendrite.optim.Averaging;
import io.dendrite.optim.Lars;
import io.dendrite.optim.Optimizer;
import io.dendrite.optim.OptimizerSpec;
import io.dendrite.optim.ParameterBlocks;
import io.dendrite.optim.Schedule;
import io.dendrite.reduce.Division;
import io.dendrite.shards.ShardedRows;
import io.dendrite.task.TaskSetup;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/** A job of many steps without Spark's scheduler: what its tasks need, on rows made up. */
abstract class ReplicaJob extends SparkTest {
  private static final int ROWS = 100_000;

  final JavaSparkContext spark = new JavaSparkContext(SPARK.sparkContext());
  final RowBlock block = block();

  private static RowBlock block() {
    float[] x = new float[3 * ROWS];
    float[] labels = new float[ROWS];
    for (int i = 0; i < x.length; i++) {
      x[i] = Rng.uniform(5, i);
    }
    for (int i = 0; i < ROWS; i++) {
      labels[i] = i % 2;
    }
    return RowBlock.of(new FloatFeatures(ROWS, 3, x), labels, 1, null);
  }

  /** The work of a job for a network of three inputs, on this many shards. */
  AllReduceWork work(int shards, Net net) {
    int[][] rows = new int[shards][];
    long[][] prints = new long[shards][];
    Arrays.setAll(rows, shard -> new int[] {ROWS});
    Arrays.setAll(prints, shard -> new long[] {block.fingerprint()});
    Scaler scaler = Scaler.fit("none", ColumnStatistics.of(block.features()), false, 3);
    String blas = BlasLibrary.open("auto").identity();
    List<ParameterBlocks.Tensor> tensors =
        net.tensors().stream()
            .map(t -> new ParameterBlocks.Tensor(t.size(), t.rowLength(), 1, t.decayFactor()))
            .toList();
    Averaging averaging = new Averaging("exponential", 0.9, 0);
    OptimizerSpec spec = new OptimizerSpec(new Lars(0.01f, 0.9f), 1e-4f, 1e-5f, 4, 1, 1, averaging);
    return new AllReduceWork(
        null,
        spark.broadcast(new TaskSetup(net, scaler, false, 16, "auto", blas)),
        spark.broadcast(new ShardedRows.Manifest(rows, prints)),
        new Optimizer(spec, ParameterBlocks.cut(tensors, true), 10),
        new Schedule("exponential", 0.01, 0.9, 1, 1, 0),
        0.5,
        10,
        64,
        1,
        false,
        0);
  }

  /** Of a hidden layer of some width. */
  static Net net(int hidden) {
    List<String> layers =
        List.of("inner-product " + hidden, "relu", "dropout 0.5", "inner-product 2");
    return new Net(NetSpec.of(layers, "softmax", true), 3, 2);
  }

  /** The state of an executor from a start. */
  static Replica replica(AllReduceWork work, Division division, int executor, long until) {
    Net net = work.setup().value().net;
    return new Replica(
        division,
        executor,
        IntStream.range(0, division.executors()).mapToObj(e -> "no. " + e).toArray(String[]::new),
        work.optimizer().blocks().from(),
        net.init(1),
        new float[2][net.parameters()],
        0,
        until,
        60_000_000_000L);
  }
}
