package io.dendrite.run;

import io.dendrite.engine.Step;
import io.dendrite.input.SparkTest;
import io.dendrite.score.Metrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Tests that train. */
public abstract class TrainingTest extends SparkTest {
  /** The reports of a run to its listener. */
  public static class Heard implements RunListener {
    final List<String> notices = new ArrayList<>();
    final List<Step> steps = new ArrayList<>();
    final List<Metrics> validations = new ArrayList<>();
    final List<String> saved = new ArrayList<>();
    int stopAfter = Integer.MAX_VALUE;
    String stopAt = "\n";
    Trainer trainer;

    @Override
    public void notice(String sentence) {
      notices.add(sentence);
      if (sentence.startsWith(stopAt)) {
        trainer.requestStop();
      }
    }

    @Override
    public void step(Step step) {
      steps.add(step);
      if (steps.size() == stopAfter) {
        trainer.requestStop();
      }
    }

    @Override
    public void epoch(long epoch, double trainLoss, Metrics validation) {
      validations.add(validation);
    }

    @Override
    public void saved(String path) {
      saved.add(path);
    }
  }

  /** Trains with settings on top of a small default network for the rows of {@link #csv}. */
  public TrainResult train(Heard heard, boolean resume, String... sets) throws IOException {
    return trainer(heard, sets).run(resume, null);
  }

  public TrainResult train(String... sets) throws IOException {
    return train(new Heard(), false, sets);
  }

  public Trainer trainer(Heard heard, String... sets) {
    heard.trainer = new Trainer(SPARK, config(sets), heard);
    return heard.trainer;
  }
}
