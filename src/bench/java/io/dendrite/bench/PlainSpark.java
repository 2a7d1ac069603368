package io.dendrite.bench;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/** What a step would cost with Spark's own calls and no arithmetic. */
final class PlainSpark {
  private final JavaSparkContext spark;
  private final JavaRDD<Integer> partitions;

  PlainSpark(SparkSession session) {
    spark = new JavaSparkContext(session.sparkContext());
    int tasks = spark.defaultParallelism();
    List<Integer> one = new ArrayList<>(Collections.nCopies(tasks, 0));
    partitions = spark.parallelize(one, tasks).cache();
    partitions.count();
  }

  /** Seconds of a job that does nothing with its partitions, started as our own jobs are. */
  double bareJob(int times) {
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      spark.sc().runJob(partitions.rdd(), new Nothing(), ClassTag$.MODULE$.apply(Boolean.class));
    }
    return (System.nanoTime() - start) / 1e9 / times;
  }

  /** A named function: Spark searches lambdas for what they capture at every job. */
  private static final class Nothing extends AbstractFunction1<Iterator<Integer>, Boolean>
      implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean apply(Iterator<Integer> rows) {
      return true;
    }
  }

  /** Seconds of the same job as users write it. */
  double emptyJob(int times) {
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      partitions.foreachPartition(rows -> {});
    }
    return (System.nanoTime() - start) / 1e9 / times;
  }

  /** Seconds to broadcast a vector and sum one of the same length from each partition. */
  double broadcastAndAggregate(float[] vector, int times) {
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      Broadcast<float[]> sent = spark.broadcast(vector.clone());
      float[] sum =
          partitions
              .mapPartitions(rows -> List.of(sent.value().clone()).iterator())
              .treeReduce(PlainSpark::add);
      if (sum.length != vector.length) {
        throw new IllegalStateException("a vector was lost");
      }
      sent.destroy();
    }
    return (System.nanoTime() - start) / 1e9 / times;
  }

  private static float[] add(float[] a, float[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += b[i];
    }
    return a;
  }
}
