package io.dendrite.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dendrite.checkpoint.CheckpointStore;
import io.dendrite.checkpoint.DamagedFileException;
import io.dendrite.data.DataException;
import io.dendrite.data.Encoding;
import io.dendrite.net.Net;
import io.dendrite.net.NetSpec;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * What a model or a checkpoint says about the run that wrote it; the description can be read
 * without Spark.
 *
 * @param run id of the run
 * @param settings value of every configuration key of the run
 * @param versions versions of Dendrite, Java, Spark and BLAS
 * @param epoch number of completed epochs; null in a model
 * @param stepInEpoch number of steps since the last completed epoch; null in a model
 * @param parameters number of parameters of one network
 * @param networks number of networks that predict together
 * @param weightsSha256 SHA-256 of the little-endian float32 parameters, computed from the
 *     parameters in the file
 * @param validation metrics of the validation rows by name; null in a checkpoint or without
 *     validation rows @param test metrics of the test rows by name; null in a checkpoint or without
 *     test rows
 */
public record RunDescription(
    String run,
    NetSpec network,
    Encoding encoding,
    SortedMap<String, String> settings,
    int partitions,
    String dataFingerprint,
    Map<String, String> versions,
    long steps,
    Long epoch,
    Long stepInEpoch,
    int parameters,
    int networks,
    String weightsSha256,
    Map<String, Number> validation,
    Map<String, Number> test) {

  /**
   * Reads and verifies a model directory.
   *
   * @throws DamagedFileException if the weights are not the weights that training wrote
   * @throws DataException if parts of the model's description contradict each other
   * @throws IOException if the directory does not exist, is damaged or is not a model
   */
  public static RunDescription ofModel(String uri, Configuration conf) throws IOException {
    TrainedModel model = TrainedModel.load(uri, conf);
    ObjectNode from = model.provenance();
    String sha256 = RunJson.sha256(model.parameters());
    String recorded = from.path("weightsSha256").asText(sha256);
    if (!sha256.equals(recorded)) {
      throw new DamagedFileException(
          uri, "weights with SHA-256 " + sha256, recorded + " by its model.json");
    }
    return new RunDescription(
        from.path("run").asText(null),
        model.spec(),
        model.encoding(),
        new TreeMap<>(texts(from.path("settings"))),
        from.path("partitions").asInt(),
        from.path("dataFingerprint").asText(null),
        texts(from.path("versions")),
        from.path("steps").asLong(),
        null,
        null,
        model.net().parameters(),
        model.members(),
        sha256,
        numbers(from.path("validation")),
        numbers(from.path("test")));
  }

  /**
   * Describes a verified checkpoint.
   *
   * @throws DataException if parts of the checkpoint's description contradict each other
   */
  public static RunDescription ofCheckpoint(CheckpointStore.Loaded loaded) {
    Snapshot snapshot = Snapshot.of(loaded);
    Snapshot.Position position = Snapshot.position(loaded);
    Encoding encoding = snapshot.encoding();
    Net net;
    try {
      net = new Net(snapshot.spec(), encoding.inputs(), encoding.outputs());
    } catch (IllegalArgumentException e) {
      throw new DataException(
          loaded.entry().path() + " does not describe a network: " + e.getMessage());
    }
    float[] parameters = TrainedModel.vector(loaded.entry().path(), net, loaded.contents(), "");
    return new RunDescription(
        snapshot.run(),
        snapshot.spec(),
        encoding,
        snapshot.settings(),
        snapshot.partitions(),
        snapshot.dataFingerprint(),
        texts(RunJson.tree(snapshot.provenance())),
        loaded.entry().step(),
        position.epoch(),
        position.stepInEpoch(),
        parameters.length,
        1,
        RunJson.sha256(parameters),
        null,
        null);
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new java.util.LinkedHashMap<>();
    object.fields().forEachRemaining(field -> texts.put(field.getKey(), field.getValue().asText()));
    return texts;
  }

  private static Map<String, Number> numbers(JsonNode object) {
    if (!object.isObject()) {
      return null;
    }
    Map<String, Number> numbers = new java.util.LinkedHashMap<>();
    object
        .fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().isNumber()) {
                numbers.put(field.getKey(), field.getValue().numberValue());
              }
            });
    return numbers;
  }
}
