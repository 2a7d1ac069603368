package io.dendrite.train;

import io.dendrite.data.ArrayBytes;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** For clusters: parameters are broadcast, gradients come back as results of tasks. */
final class SparkTransport implements Transport {
  private final JavaSparkContext spark;
  private final int shardsPerGroup;

  SparkTransport(JavaSparkContext spark, int shardsPerGroup) {
    this.spark = spark;
    this.shardsPerGroup = shardsPerGroup;
  }

  private record Sent(Broadcast<Packed> broadcast) implements Parameters {
    @Override
    public float[] value() {
      return broadcast.value().values();
    }
  }

  /** A vector that is serialised as bytes. */
  record Packed(float[] values) implements Serializable {
    private record Serialized(byte[] values) implements Serializable {
      private Object readResolve() {
        return new Packed(ArrayBytes.floats(values));
      }
    }

    private Object writeReplace() {
      return new Serialized(ArrayBytes.of(values));
    }
  }

  /** Broadcasts a copy: Spark may keep the array itself and read it late. */
  @Override
  public Parameters send(float[] parameters, long step) {
    return new Sent(spark.broadcast(new Packed(parameters.clone())));
  }

  @Override
  public List<GradientSum> collect(ShardedRows data, int[][] needed, GradientWork work) {
    return TreeReduction.collect(data.job(needed, shardsPerGroup, GradientSum.class, work));
  }

  @Override
  public void end(Parameters sent, List<GradientSum> gradients) {
    ((Sent) sent).broadcast().destroy();
  }
}
