package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.dendrite.Counts;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.jdk.javaapi.CollectionConverters;

/** Many small steps leave nothing behind. */
@Tag("slow")
@Tag("fault")
class SoakTest extends TrainingTest {
  private static final int STEPS = Counts.of(1000, 5000);
  private static final int WARM = 300;
  private static final int SOME = 10;
  private static final long FEW_BYTES = 3 << 20;

  /** What a process holds. */
  private record Held(int broadcasts, int threads, long descriptors, long heap, long disk) {
    static Held now() {
      System.gc();
      BlockManager blocks = SparkEnv.get().blockManager();
      return new Held(
          blocks.getMatchingBlockIds(id -> id.isBroadcast()).size(),
          ManagementFactory.getThreadMXBean().getThreadCount(),
          ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
              .getOpenFileDescriptorCount(),
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
          CollectionConverters.asJava(blocks.diskBlockManager().getAllFiles()).stream()
              .mapToLong(File::length)
              .sum());
    }

    boolean within(Held before) {
      return broadcasts <= before.broadcasts + 2
          && threads <= before.threads + SOME
          && descriptors <= before.descriptors + SOME
          && heap <= before.heap + FEW_BYTES
          && disk <= before.disk;
    }
  }

  /** Spark lets go of things in threads of its own. */
  private static Held soon(Held before) throws InterruptedException {
    Held held = Held.now();
    for (int i = 0; i < 100 && !held.within(before); i++) {
      TimeUnit.MILLISECONDS.sleep(100);
      held = Held.now();
    }
    return held;
  }

  @ParameterizedTest
  @ValueSource(strings = {"tree", "allreduce"})
  void nothingGrows(String engine) throws IOException, InterruptedException {
    Held[] held = new Held[2];
    RunListener watch =
        new RunListener() {
          @Override
          public void saved(String path) {
            int step = Integer.parseInt(path.replaceFirst(".*ckpt-0*(\\d+)-.*", "$1"));
            if (step == WARM) {
              held[0] = Held.now();
            } else if (step == STEPS - SOME) {
              try {
                held[1] = soon(held[0]);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            }
          }
        };
    String[] sets = {
      "data.train=" + write("rows.csv", csv(300)),
      "data.validation=0",
      "train.batch=30",
      "train.epochs=" + STEPS / 10,
      "train.engine=" + engine,
      "checkpoint.dir=" + dir.resolve("checkpoints"),
      "checkpoint.every=" + SOME + " steps"
    };
    TrainResult result = new Trainer(SPARK, config(sets), watch).run(false, null);
    assertThat(result.steps()).isEqualTo(STEPS);
    assertThat(Arrays.asList(held)).doesNotContainNull();
    assertThat(held[1].within(held[0])).as("%s -> %s", held[0], held[1]).isTrue();
  }
}
