package io.dendrite.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dendrite.checkpoint.Elements;
import io.dendrite.checkpoint.ModelStore;
import io.dendrite.checkpoint.SafeTensors;
import io.dendrite.checkpoint.Tensor;
import io.dendrite.data.DataException;
import io.dendrite.data.Encoding;
import io.dendrite.data.Scaler;
import io.dendrite.net.Net;
import io.dendrite.net.NetSpec;
import io.dendrite.net.TensorSpec;
import io.dendrite.shards.TrainingData;
import io.dendrite.task.Ensemble;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * A trained model, which can predict: network, encoding of the columns, scaler and weights, and a
 * record of how the weights were trained.
 *
 * @param parameters parameters of the network; for an ensemble, the parameters of its networks one
 *     after the other
 * @param provenance settings, data fingerprint, versions and metrics of the training run
 */
public record TrainedModel(
    NetSpec spec, Encoding encoding, Scaler scaler, float[] parameters, ObjectNode provenance)
    implements Serializable {

  /** Number of networks of the ensemble; 1 for a single network. */
  public int members() {
    return Ensemble.count(parameters.length, net().parameters());
  }

  /** A copy of the parameters of network {@code i}, counted from 0. */
  public float[] member(int i) {
    int n = net().parameters();
    return Arrays.copyOfRange(parameters, i * n, (i + 1) * n);
  }

  /** The network that the model's layers describe. */
  public Net net() {
    return new Net(spec, encoding.inputs(), encoding.outputs());
  }

  /**
   * Writes a model directory, replacing an existing model as a whole.
   *
   * @throws IOException if the directory holds something other than a model, or cannot be written
   */
  public void save(String uri, Configuration conf) throws IOException {
    save(uri, conf, directory -> {});
  }

  /**
   * Writes a model directory with further files in it, replacing an existing model as a whole.
   *
   * @param more writes the further files into the directory
   * @throws IOException as {@link #save(String, Configuration)}
   */
  public void save(String uri, Configuration conf, ModelStore.Companion more) throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("network", RunJson.tree(spec));
    json.set("encoding", RunJson.tree(encoding));
    json.set("targets", RunJson.tree(scaler.targets()));
    json.set("provenance", provenance);
    json.put("members", members());
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < members(); i++) {
      tensors.addAll(tensors(net(), members() == 1 ? parameters : member(i), prefix(i)));
    }
    tensors.addAll(ScalerTensors.of(scaler));
    ModelStore.write(uri, conf, json, Map.of(), tensors, more);
  }

  /**
   * Reads and verifies a model directory.
   *
   * @throws IOException if the directory does not exist, is damaged, or holds no model
   */
  public static TrainedModel load(String uri, Configuration conf) throws IOException {
    ModelStore.Model model = ModelStore.read(uri, conf);
    NetSpec spec = part(uri, model.json(), "network", NetSpec.class);
    Encoding encoding = part(uri, model.json(), "encoding", Encoding.class);
    Net net;
    try {
      net = new Net(spec, encoding.inputs(), encoding.outputs());
    } catch (RuntimeException e) {
      throw new DataException(uri + ": model.json does not describe a network: " + e.getMessage());
    }
    Scaler scaler =
        ScalerTensors.read(uri, model.weights(), net.inputs())
            .with(targets(uri + ": model.json", model.json().get("targets"), net));
    int members = model.json().path("members").asInt(1);
    if (members < 1 || members > model.weights().tensors().size()) {
      throw new DataException(
          uri
              + ": model.json says members = "
              + model.json().path("members")
              + "; expected the number of networks in "
              + ModelStore.WEIGHTS);
    }
    float[] parameters = vector(uri, net, model.weights(), "");
    if (members > 1) {
      int n = parameters.length;
      parameters = Arrays.copyOf(parameters, Math.multiplyExact(n, members));
      for (int i = 1; i < members; i++) {
        System.arraycopy(vector(uri, net, model.weights(), prefix(i)), 0, parameters, i * n, n);
      }
    }
    JsonNode provenance = model.json().get("provenance");
    return new TrainedModel(
        spec,
        encoding,
        scaler,
        parameters,
        provenance instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode());
  }

  /**
   * Checks that training on {@code data} can start from this model.
   *
   * @throws DataException if the data do not fit the model; the message names the difference
   */
  public void requireFits(String init, TrainingData data) {
    Net theirs = net();
    boolean sameShapes =
        theirs.tensors().stream()
            .map(t -> t.name() + List.of(t.size()))
            .toList()
            .equals(data.net().tensors().stream().map(t -> t.name() + List.of(t.size())).toList());
    if (!sameShapes) {
      throw new DataException(
          "--init "
              + init
              + " has other layers or widths than network.layers with this data; use the network that the model was trained with");
    }
    if (!scaler.targets().unchanged() && !data.net().takesAnyTarget()) {
      throw new DataException(
          "--init "
              + init
              + " was trained on scaled targets, which the loss or the last layer of this network cannot use; use the network and loss that the model was trained with");
    }
    if (!encoding.names().equals(data.encoding().names())
        || !encoding.categories().equals(data.encoding().categories())) {
      throw new DataException(
          "--init "
              + init
              + " was trained on other columns or categories than the data have; use data of the same columns");
    }
    if (!java.util.Objects.equals(encoding.labels(), data.encoding().labels())) {
      throw new DataException(
          "--init "
              + init
              + " was trained for the classes "
              + encoding.labels()
              + ", the data have "
              + data.encoding().labels());
    }
  }

  /**
   * Checks that a run of {@code networks} networks can start from this model.
   *
   * @throws DataException if the model has a different number of networks
   */
  public void requireMembers(String init, int networks) {
    if (members() != networks) {
      throw new DataException(
          "--init "
              + init
              + " has "
              + members()
              + " networks, but train.ensemble is "
              + networks
              + "; expected as many");
    }
  }

  /**
   * Reads the transformation of the targets.
   *
   * @param where name of the file, for messages
   * @param json the transformation as JSON; null in files of the previous format, whose models do
   *     not transform targets
   * @throws DataException if the transformation does not fit the network
   */
  static Scaler.Targets targets(String where, JsonNode json, Net net) {
    if (json == null) {
      return Scaler.Targets.UNCHANGED;
    }
    Scaler.Targets targets =
        RunJson.read(where + ", targets", json.toString(), Scaler.Targets.class);
    if (targets == null
        || !targets.fits(net.outputs())
        || !targets.unchanged() && !net.takesAnyTarget()) {
      throw new DataException(
          where
              + ": targets is "
              + json
              + "; expected a finite center and a finite spread above 0 for each of "
              + net.outputs()
              + " outputs of a regression, or none");
    }
    return targets;
  }

  /** The prefix of the names of a network's tensors. */
  private static String prefix(int member) {
    return member == 0 ? "" : "member-" + (member + 1) + "/";
  }

  private static <T> T part(String uri, ObjectNode json, String name, Class<T> type) {
    JsonNode node = json.get(name);
    T part =
        RunJson.read(
            uri + ": '" + name + "' of model.json", node == null ? null : node.toString(), type);
    if (part == null) {
      throw new DataException(
          uri + ": '" + name + "' of model.json is null; expected a description");
    }
    return part;
  }

  /** Divides a flat parameter vector into the network's tensors, with a prefix before each name. */
  static List<Tensor> tensors(Net net, float[] vector, String prefix) {
    return net.tensors().stream()
        .map(t -> new Tensor(prefix + t.name(), t.shape(), vector, t.at()))
        .toList();
  }

  /**
   * Joins the network's tensors, whose names in the file have a prefix, into a flat parameter
   * vector.
   */
  public static float[] vector(String file, Net net, SafeTensors.Contents contents, String prefix) {
    Map<String, Tensor> byName = new HashMap<>();
    contents.tensors().forEach(tensor -> byName.put(tensor.name(), tensor));
    float[] vector = new float[net.parameters()];
    for (TensorSpec spec : net.tensors()) {
      Tensor tensor = byName.get(prefix + spec.name());
      if (tensor == null
          || !Arrays.equals(tensor.shape(), spec.shape())
          || !(tensor.elements() instanceof Elements.Floats)) {
        throw new DataException(
            file
                + ": tensor '"
                + prefix
                + spec.name()
                + "' "
                + (tensor == null
                    ? "is missing"
                    : "has shape "
                        + Arrays.toString(tensor.shape())
                        + " and dtype "
                        + tensor.elements().type())
                + "; expected shape "
                + Arrays.toString(spec.shape())
                + " and dtype F32");
      }
      System.arraycopy(tensor.data(), tensor.offset(), vector, spec.at(), spec.size());
    }
    return vector;
  }
}
