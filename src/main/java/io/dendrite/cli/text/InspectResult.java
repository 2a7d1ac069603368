package io.dendrite.cli.text;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dendrite.checkpoint.CheckpointStore;
import io.dendrite.model.RunDescription;
import io.dendrite.nn.Options;
import java.util.List;
import java.util.Map;

/**
 * The result of the command {@code inspect} for a path.
 *
 * @param kind kind of object at the path: model, checkpoint or checkpoint directory
 * @param path path as the user wrote it
 * @param valid whether all files at the path are undamaged
 * @param problem what is damaged; null if {@code valid}
 * @param run the run that wrote the model or checkpoint; for a checkpoint directory, the run of the
 *     newest valid checkpoint; null if damaged
 * @param bytes size of a checkpoint in bytes; null if the path is not a checkpoint
 * @param checkpoints checkpoints of a checkpoint directory; null if the path is not such a
 *     directory
 */
public record InspectResult(
    String kind,
    String path,
    boolean valid,
    String problem,
    @JsonUnwrapped Run run,
    @JsonInclude(Include.NON_NULL) Long bytes,
    @JsonInclude(Include.NON_NULL) List<Checkpoint> checkpoints) {

  /**
   * The fields of a {@link RunDescription} in the form in which they are printed.
   *
   * @param run id of the run
   * @param layers layers of the network, written as in settings
   * @param features names of the features
   */
  public record Run(
      String run,
      long steps,
      Long epoch,
      Long stepInEpoch,
      String task,
      List<String> layers,
      String loss,
      int inputs,
      int outputs,
      List<String> features,
      List<String> labels,
      int parameters,
      int networks,
      String weightsSha256,
      Map<String, Number> validation,
      Map<String, Number> test,
      int partitions,
      String dataFingerprint,
      Map<String, String> versions,
      Map<String, String> settings) {

    private static Run of(RunDescription d) {
      return new Run(
          d.run(),
          d.steps(),
          d.epoch(),
          d.stepInEpoch(),
          d.network().task(),
          d.network().layers().stream().map(InspectResult::entry).toList(),
          entry(d.network().loss()),
          d.encoding().inputs(),
          d.encoding().outputs(),
          d.encoding().names(),
          d.encoding().labels(),
          d.parameters(),
          d.networks(),
          d.weightsSha256(),
          d.validation(),
          d.test(),
          d.partitions(),
          d.dataFingerprint(),
          d.versions(),
          d.settings());
    }
  }

  /**
   * A checkpoint in a directory; if it is damaged, fields that can only be read from its content
   * are null.
   */
  public record Checkpoint(
      String file,
      long steps,
      long bytes,
      Long epoch,
      Long stepInEpoch,
      boolean valid,
      String problem,
      String weightsSha256) {

    static Checkpoint of(CheckpointStore.Entry entry, InspectResult found) {
      Run run = found.run();
      return new Checkpoint(
          entry.name(),
          entry.step(),
          entry.length(),
          run == null ? null : run.epoch(),
          run == null ? null : run.stepInEpoch(),
          found.valid(),
          found.problem(),
          run == null ? null : run.weightsSha256());
    }
  }

  static InspectResult whole(String kind, String path, RunDescription description) {
    return new InspectResult(kind, path, true, null, Run.of(description), null, null);
  }

  static InspectResult damaged(String kind, String path, String problem) {
    return new InspectResult(kind, path, false, problem, null, null, null);
  }

  InspectResult ofBytes(long length) {
    return new InspectResult(kind, path, valid, problem, run, length, checkpoints);
  }

  /** Writes a layer or a loss as in settings: its type, value and options, but not its name. */
  private static String entry(Map<String, Object> entry) {
    StringBuilder text = new StringBuilder(entry.get("type").toString());
    entry.forEach(
        (option, value) -> {
          if (option.equals(Options.POSITIONAL)) {
            text.append(' ').append(value);
          } else if (!option.equals("type") && !option.equals("name")) {
            text.append(' ').append(option).append('=').append(value);
          }
        });
    return text.toString();
  }
}
