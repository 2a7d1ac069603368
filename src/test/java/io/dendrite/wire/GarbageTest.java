package io.dendrite.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** Numbers travel in buffers that serve again; what else a message makes does not grow with it. */
class GarbageTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int MESSAGES = 400;

  /** Spark's network library makes some objects for each message, and for each part read of it. */
  private static final long BYTES_A_MESSAGE = 4 << 10;

  private static final double BYTES_A_BYTE = 0.01;

  private final AtomicInteger arrived = new AtomicInteger();
  private final float[] numbers = new float[1 << 20];
  private final float[] landed = new float[numbers.length];

  @Test
  void messagesOfAnyLengthMakeLittle() throws Exception {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    SparkConf conf = new SparkConf(false).set("spark.app.id", "test");
    SecurityManager security = new SecurityManager(conf, null, null);
    Wire.Inbox inbox =
        header ->
            new Wire.Destination(
                new Slices(new float[][] {landed}, 0, header.getInt()), arrived::incrementAndGet);
    try (Wire from = new Wire(conf, security, "127.0.0.1", 2, "secret", inbox);
        Wire to = new Wire(conf, security, "127.0.0.1", 2, "secret", inbox)) {
      Peer peer = from.connect("127.0.0.1", to.port());
      for (int length : new int[] {0, 1000, numbers.length}) {
        bytesAMessage(peer, length); // warms up
        assertThat(bytesAMessage(peer, length))
            .as("%s numbers", length)
            .isLessThan(BYTES_A_MESSAGE + (long) (BYTES_A_BYTE * Float.BYTES * length));
      }
      assertThat(landed).isEqualTo(numbers);
    }
  }

  private long bytesAMessage(Peer peer, int length) {
    long before = allocated();
    for (int i = 0; i < MESSAGES; i++) {
      int next = arrived.get() + 1;
      ByteBuffer header = ByteBuffer.allocate(Integer.BYTES).putInt(length).flip();
      peer.send(
          header,
          new Slices(new float[][] {numbers}, 0, length),
          e -> {
            throw new IllegalStateException(e);
          });
      while (arrived.get() < next) {
        Thread.onSpinWait();
      }
    }
    return (allocated() - before) / MESSAGES;
  }

  /** By all threads of this JVM. */
  private static long allocated() {
    return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
        .filter(bytes -> bytes > 0)
        .sum();
  }
}
