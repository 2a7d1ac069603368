package io.dendrite.input;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.Encoding;
import java.util.List;

/**
 * Which rows to read, and for what.
 *
 * @param key setting or option that names the data, for messages
 * @param uri file, directory or glob
 * @param labels IDX label files, empty to look beside the images
 * @param data how to read
 * @param classes whether labels are class names
 * @param needLabel whether rows must have a label
 * @param known the encoding of a model or of the training data; null when it is to be learned
 * @param carry whether to keep the input's columns, to repeat them beside a prediction
 */
public record RowRequest(
    String key,
    String uri,
    String labels,
    TrainConfig.Data data,
    boolean classes,
    boolean needLabel,
    Encoding known,
    boolean carry) {

  /** The label columns: as set, else the label columns of the model. */
  List<String> labelColumns() {
    return data.label().isEmpty() && known != null ? known.targets() : data.label();
  }
}
