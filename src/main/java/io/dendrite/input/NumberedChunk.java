package io.dendrite.input;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * A chunk of an input, with the number of its first row.
 *
 * @param firstRow number of the chunk's first row in the whole input, from 0
 */
public record NumberedChunk(Chunk chunk, long firstRow) implements Serializable {

  /** The number of chunks and rows in a partition. */
  private record Count(int chunks, long rows) implements Serializable {}

  /**
   * Assigns to each chunk that has rows the number of its first row in the whole input. If there
   * are fewer partitions than task slots, the chunks are redistributed, in order, over as many
   * partitions as there are slots.
   */
  public static JavaRDD<NumberedChunk> all(JavaRDD<Chunk> chunks, int slots) {
    List<Count> counts = chunks.mapPartitions(parts -> List.of(count(parts)).iterator()).collect();
    int[] firstChunks = new int[counts.size()];
    long[] firstRows = new long[counts.size()];
    for (int p = 1; p < firstRows.length; p++) {
      firstChunks[p] = firstChunks[p - 1] + counts.get(p - 1).chunks();
      firstRows[p] = firstRows[p - 1] + counts.get(p - 1).rows();
    }
    int total = counts.stream().mapToInt(Count::chunks).sum();
    JavaRDD<Tuple2<Integer, NumberedChunk>> numbered =
        chunks.mapPartitionsWithIndex(
            (index, parts) -> numbered(parts, firstChunks[index], firstRows[index]), true);
    return counts.size() >= slots || total < 2
        ? numbered.map(Tuple2::_2)
        : numbered
            .mapToPair(pair -> pair)
            .repartitionAndSortWithinPartitions(new InOrder(total, Math.min(slots, total)))
            .values();
  }

  private static Count count(Iterator<Chunk> parts) {
    int chunks = 0;
    long rows = 0;
    while (parts.hasNext()) {
      chunks++;
      rows += parts.next().rows().rows();
    }
    return new Count(chunks, rows);
  }

  private static Iterator<Tuple2<Integer, NumberedChunk>> numbered(
      Iterator<Chunk> parts, int firstChunk, long firstRow) {
    return new Iterator<>() {
      private int chunk = firstChunk;
      private long row = firstRow;

      @Override
      public boolean hasNext() {
        return parts.hasNext();
      }

      @Override
      public Tuple2<Integer, NumberedChunk> next() {
        NumberedChunk next = new NumberedChunk(parts.next(), row);
        row += next.chunk().rows().rows();
        return new Tuple2<>(chunk++, next);
      }
    };
  }

  /** Assigns chunk i of n chunks to partition i P / n, where P is the number of partitions. */
  private static final class InOrder extends Partitioner {
    private static final long serialVersionUID = 1;
    private final int chunks;
    private final int partitions;

    InOrder(int chunks, int partitions) {
      this.chunks = chunks;
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object chunk) {
      return (int) ((long) (Integer) chunk * partitions / chunks);
    }
  }
}
