package io.dendrite.bench;

import io.dendrite.config.TrainConfig;
import io.dendrite.run.RunListener;
import io.dendrite.run.TrainResult;
import io.dendrite.run.Trainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** MNIST with 784-300-100-10 to 98 % by each engine: six epochs, loading and start-up apart. */
final class Mnist {
  private static final int ROUNDS = 5;
  private static final int EPOCHS = 6;

  private Mnist() {}

  static void mnist(Workbench bench) throws Exception {
    Path images = images();
    if (images == null) {
      bench.report.say("  SKIPPED: put the four files of MNIST into data/mnist");
      return;
    }
    Turns turns = new Turns();
    Map<String, Double> accuracy = new HashMap<>();
    int ours = turns.add(() -> seconds(bench, "allreduce", images, accuracy));
    int tree = turns.add(() -> seconds(bench, "tree", images, accuracy));
    turns.run(ROUNDS);
    bench.report.figure("mnist.allReduce", turns.median(ours), "s of training, six epochs");
    bench.report.figure("mnist.tree", turns.median(tree), "s by the tree engine");
    bench.report.figure("mnist.accuracy", accuracy.get("allreduce"), "of the test images");
    bench.report.figure("mnist.accuracyTree", accuracy.get("tree"), "of the test images");
    bench.report.ratio("mnist.vsTree", turns.ratio(ours, tree), "of the tree engine's time");
  }

  private static Path images() {
    for (String folder : List.of("data/mnist", "../shared/data/mnist")) {
      Path images = Path.of(folder).toAbsolutePath().resolve("train-images-idx3-ubyte.gz");
      if (Files.exists(images)) {
        return images;
      }
    }
    return null;
  }

  private static double seconds(
      Workbench bench, String engine, Path images, Map<String, Double> accuracy) throws Exception {
    TrainConfig config =
        BenchSettings.config(
            List.of(
                "data.train=" + images,
                "data.test=" + images.resolveSibling("t10k-images-idx3-ubyte.gz"),
                "data.scale=255",
                "data.validation=0",
                "network.layers=[\"inner-product 300\",relu,\"inner-product 100\",relu,\"inner-product 10\"]",
                "train.engine=" + engine,
                "train.epochs=" + EPOCHS,
                "train.batch=128",
                "train.optimizer.rate=0.1",
                "train.optimizer.momentum=0.9",
                "train.schedule.type=exponential",
                "train.schedule.decay=0.8",
                "model.dir=" + bench.folder.resolve("mnist-model")));
    TrainResult result =
        new Trainer(bench.session(), config, new RunListener() {}).run(false, null);
    accuracy.put(engine, result.test().get("accuracy"));
    return EPOCHS * 60_000 / result.rowsPerSecond();
  }
}
