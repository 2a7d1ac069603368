package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dendrite.checkpoint.CheckpointStore;
import io.dendrite.config.LearningSettings;
import io.dendrite.data.DataException;
import io.dendrite.engine.Step;
import io.dendrite.model.Snapshot;
import io.dendrite.model.TrainedModel;
import io.dendrite.score.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints as they are kept, and what a run may go on from. */
class ResumeTest extends TrainingTest {
  private String data;

  @BeforeEach
  void rows() throws IOException {
    data = "data.train=" + write("rows.csv", csv(300));
  }

  @Test
  void changedEarlyStoppingStartsAfreshOnResume() throws IOException {
    String checkpoints = "checkpoint.dir=" + dir.resolve("checkpoints");
    train(data, checkpoints, "train.stop.patience=1");
    Heard heard = new Heard();
    TrainResult more = train(heard, true, data, checkpoints, "train.epochs=4");
    assertThat(heard.notices).anyMatch(notice -> notice.startsWith("train.stop changed"));
    assertThat(more.epochs()).isEqualTo(4);
  }

  @Test
  void aFinishedRunResumesToTheSameModel() throws IOException {
    String[] sets = {data, "checkpoint.dir=" + dir.resolve("checkpoints")};
    TrainResult first = train(sets);
    Heard again = new Heard();
    TrainResult second = train(again, true, sets);
    assertThat(again.steps).isEmpty();
    assertThat(second.weightsSha256()).isEqualTo(first.weightsSha256());
    assertThat(second.validation().loss()).isEqualTo(first.validation().loss());
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("io.dendrite.config.LearningSettings#rules")
  void everyRuleGoesOnToTheSameBits(String settings) throws IOException {
    String[] all =
        with(LearningSettings.of(settings), data, "train.epochs=5", "train.stop.patience=4");
    String straight = train(all).weightsSha256();
    String[] kept = with(all, "checkpoint.dir=" + dir.resolve("checkpoints"));
    Heard heard = new Heard();
    heard.stopAfter = 3;
    train(heard, false, kept);
    Heard rest = new Heard();
    assertThat(train(rest, true, kept).weightsSha256()).isEqualTo(straight);
    assertThat(rest.steps.get(0).number()).isBetween(2L, 25L);
  }

  @Test
  void theMeanOfTheWeightsIsWhatIsScoredAndSaved() throws IOException {
    String[] sets = {data, "train.epochs=4", "checkpoint.dir=" + dir.resolve("plain")};
    TrainResult plain = train(sets);
    String[] averaged =
        with(sets, "train.average.type=polyak", "checkpoint.dir=" + dir.resolve("mean"));
    TrainResult mean = train(averaged);
    assertThat(mean.trainLoss()).as("the same steps").isEqualTo(plain.trainLoss());
    assertThat(mean.validation().loss()).isNotEqualTo(plain.validation().loss());
    TrainedModel model = TrainedModel.load(mean.model(), new Configuration());
    CheckpointStore store =
        new CheckpointStore(dir.resolve("mean").toString(), new Configuration());
    CheckpointStore.Entry last =
        store.list().stream().max(Comparator.comparing(CheckpointStore.Entry::step)).orElseThrow();
    float[] kept = TrainedModel.vector("", model.net(), store.load(last).contents(), "average/");
    assertThat(model.parameters()).isEqualTo(kept);
  }

  /**
   * A rate that no epoch gets better with drops again and again, over an interruption too: within
   * an epoch, and after its last step, where its validation is due.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void ratesThatDropOnAPlateauGoOnWhereTheyWere(int stepsIntoAnEpoch) throws IOException {
    String[] sets = {
      data,
      "train.engine=tree",
      "train.epochs=6",
      "train.optimizer.rate=20",
      "train.optimizer.momentum=0",
      "train.optimizer.maxNorm=5",
      "train.schedule.type=plateau",
      "train.schedule.decay=0.25",
      "train.schedule.every=1",
      "checkpoint.dir=" + dir.resolve("straight")
    };
    Heard straight = new Heard();
    String sha = train(straight, false, sets).weightsSha256();
    List<Double> rates = straight.steps.stream().map(Step::rate).distinct().toList();
    assertThat(rates).hasSizeGreaterThan(2).startsWith(20.0, 5.0, 1.25);
    String[] again = with(sets, "checkpoint.dir=" + dir.resolve("again"));
    Heard heard = new Heard();
    heard.stopAfter = straight.steps.size() / 6 * 4 + stepsIntoAnEpoch;
    assertThat(train(heard, false, again).steps()).isEqualTo(heard.stopAfter);
    Heard rest = new Heard();
    assertThat(train(rest, true, again).weightsSha256()).isEqualTo(sha);
    assertThat(rest.steps.get(0).rate()).isLessThan(20);
    assertThat(Stream.of(heard, rest).flatMap(h -> h.validations.stream().map(Metrics::loss)))
        .as("each epoch is validated once")
        .containsExactlyElementsOf(straight.validations.stream().map(Metrics::loss).toList());
  }

  /** Each life takes a step at least, whether it has to validate first or not. */
  @Test
  void aRunThatIsOutOfTimeInEachLifeComesToItsEnd() throws IOException {
    String[] sets = {
      data, "train.engine=tree", "train.batch=150", "train.epochs=3", "train.stop.patience=2"
    };
    Heard straight = new Heard();
    TrainResult whole = train(straight, false, sets);
    String[] kept = with(sets, "checkpoint.dir=" + dir.resolve("checkpoints"), "train.maxTime=1 s");
    List<Metrics> validations = new ArrayList<>();
    long steps = 0;
    while (true) {
      Heard slow =
          new Heard() {
            @Override
            public void started(RunInfo info) {
              LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            }
          };
      TrainResult life = train(slow, true, kept);
      validations.addAll(slow.validations);
      if (!life.interrupted()) {
        assertThat(life.weightsSha256()).isEqualTo(whole.weightsSha256());
        assertThat(validations.stream().map(Metrics::loss))
            .containsExactlyElementsOf(straight.validations.stream().map(Metrics::loss).toList());
        return;
      }
      assertThat(slow.notices).anyMatch(n -> n.startsWith("train.maxTime was over before the "));
      assertThat(life.steps()).isEqualTo(++steps);
    }
  }

  /** The run was stopped at the end of the epoch that is the best, as its next life finds. */
  @Test
  void theBestIsKeptAlsoIfItWasValidatedLater() throws IOException {
    Path checkpoints = dir.resolve("checkpoints");
    String[] sets = {
      data,
      "train.engine=tree",
      "train.epochs=4",
      "train.optimizer.rate=1e-30",
      "checkpoint.dir=" + checkpoints,
      "checkpoint.every=4 steps",
      "checkpoint.keep=1"
    };
    Heard heard = new Heard();
    heard.stopAfter = 6;
    assertThat(train(heard, false, sets).epochs()).isEqualTo(1);
    TrainResult rest = train(new Heard(), true, sets);
    assertThat(rest.steps()).isEqualTo(24);
    assertThat(new CheckpointStore(checkpoints.toString(), new Configuration()).list())
        .extracting(CheckpointStore.Entry::step)
        .containsExactly(6L, 24L);
  }

  @Test
  void checkpointsAreKeptAsAsked() throws IOException {
    Path checkpoints = dir.resolve("checkpoints");
    Heard heard = new Heard();
    train(
        heard,
        false,
        data,
        "train.epochs=3",
        "checkpoint.dir=" + checkpoints,
        "checkpoint.every=2 steps",
        "checkpoint.keep=2");
    assertThat(heard.saved).hasSize((heard.steps.size() + 1) / 2);
    try (Stream<Path> files = Files.list(checkpoints)) {
      long kept = files.filter(f -> f.toString().endsWith(".safetensors")).count();
      assertThat(kept).isBetween(2L, 3L);
    }
    assertThatThrownBy(() -> train(data, "checkpoint.dir=" + checkpoints))
        .hasMessageContaining("checkpoints of an earlier run; go on with --resume");
    for (String inFile : List.of("rows.csv", "rows.csv/checkpoints")) {
      assertThatThrownBy(() -> train(data, "checkpoint.dir=" + dir.resolve(inFile)))
          .hasMessageEndingWith(
              inFile
                  + " cannot be used: it, or what it is in, is a file; expected a directory, new or existing");
    }
  }

  @Test
  void resumingWithSomethingElseIsRefused() throws IOException {
    String checkpoints = "checkpoint.dir=" + dir.resolve("checkpoints");
    Heard heard = new Heard();
    heard.stopAfter = 3;
    train(heard, false, data, checkpoints);
    refused(
        "train.optimizer.momentum changed, 0.9 -> 0.5",
        data,
        checkpoints,
        "train.optimizer.momentum=0.5");
    refused("train.seed changed, 1 -> 2", data, checkpoints, "train.seed=2");
    refused("train.batch changed, 50 -> 51", data, checkpoints, "train.batch=51");
    refused("data.partitions changed, 4 -> 5", data, checkpoints, "data.partitions=5");
    refused("network.layers changed", data, checkpoints, "network.layers=[\"inner-product 3\"]");
    List<String> longer = new ArrayList<>(csv(300));
    longer.add("1,1,1,1,1,x");
    refused(
        "the training data (rows and fingerprint) changed",
        checkpoints,
        "data.train=" + write("longer.csv", longer));
    refused(
        "train.epochs changed, 2 -> 3",
        data,
        "checkpoint.dir=" + polynomialRun(),
        "train.schedule.type=polynomial",
        "train.epochs=3");
    TrainResult more = train(new Heard(), true, data, checkpoints, "train.epochs=3");
    assertThat(more.epochs()).isEqualTo(3);
    CheckpointStore store =
        new CheckpointStore(dir.resolve("checkpoints").toString(), new Configuration());
    CheckpointStore.Loaded last = store.latest(warning -> {}).orElseThrow();
    assertThat(Snapshot.of(last).settings()).containsEntry("train.epochs", "3");
  }

  @Test
  void whatANewerVersionWroteIsNotPassedOver() throws IOException {
    Path checkpoints = dir.resolve("checkpoints");
    String[] sets = {data, "checkpoint.dir=" + checkpoints};
    train(sets);
    CheckpointStore store = new CheckpointStore(checkpoints.toString(), new Configuration());
    CheckpointStore.Loaded last = store.latest(warning -> {}).orElseThrow();
    Map<String, String> newer = new HashMap<>(last.contents().metadata());
    newer.put("formatVersion", "4");
    newer.remove("step");
    String file = store.save(last.entry().step() + 1, newer, last.contents().tensors()).name();
    assertThatThrownBy(() -> train(new Heard(), true, sets))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file + " is of format ")
        .hasMessageContaining(" 4, expected ");
  }

  @Test
  void aDamagedCheckpointIsSkippedLoudlyAndTheOneBeforeTaken() throws IOException {
    Path checkpoints = dir.resolve("checkpoints");
    String[] sets = {data, "checkpoint.dir=" + checkpoints, "checkpoint.every=1 steps"};
    String straight = train(data).weightsSha256();
    Heard heard = new Heard();
    heard.stopAfter = 4;
    train(heard, false, sets);
    Path newest = Path.of(heard.saved.get(heard.saved.size() - 1).replaceFirst("^file:/*", "/"));
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length / 2] ^= 4;
    Files.write(newest, bytes);
    Heard rest = new Heard();
    TrainResult result = train(rest, true, sets);
    assertThat(rest.notices).anyMatch(notice -> notice.contains("damaged"));
    assertThat(rest.steps.get(0).number()).isEqualTo(4);
    assertThat(result.weightsSha256()).isEqualTo(straight);
  }

  @Test
  void resumingWithoutCheckpointsStartsFreshAndSaysSo() throws IOException {
    Heard heard = new Heard();
    train(heard, true, data, "checkpoint.dir=" + dir.resolve("empty"));
    assertThat(heard.notices)
        .anyMatch(notice -> notice.contains("holds no checkpoint: starting from scratch"));
    assertThatThrownBy(() -> train(new Heard(), true, data))
        .hasMessageContaining("--resume needs checkpoint.dir");
  }

  @Test
  void startsFromTheWeightsOfAModel() throws IOException {
    TrainResult first = train(data);
    Heard heard = new Heard();
    trainer(
            heard,
            data,
            "train.epochs=1",
            "train.optimizer.rate=1e-12",
            "train.optimizer.momentum=0",
            "model.dir=" + dir.resolve("second"))
        .run(false, first.model());
    float[] before = TrainedModel.load(first.model(), new Configuration()).parameters();
    float[] after =
        TrainedModel.load(dir.resolve("second").toString(), new Configuration()).parameters();
    assertThat(after).containsExactly(before, within(1e-6f));
    assertThatThrownBy(
            () ->
                trainer(new Heard(), data, "network.layers=[\"inner-product 3\"]")
                    .run(false, first.model()))
        .hasMessageContaining("has other layers or widths");
  }

  private Path polynomialRun() throws IOException {
    Path checkpoints = dir.resolve("polynomial");
    Heard heard = new Heard();
    heard.stopAfter = 2;
    train(heard, false, data, "checkpoint.dir=" + checkpoints, "train.schedule.type=polynomial");
    return checkpoints;
  }

  private void refused(String sentence, String... sets) {
    assertThatThrownBy(() -> train(new Heard(), true, sets))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot resume from")
        .hasMessageContaining(sentence);
  }
}
