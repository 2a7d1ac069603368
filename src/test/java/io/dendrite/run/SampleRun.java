package io.dendrite.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dendrite.checkpoint.CheckpointStore;
import io.dendrite.data.Encoding;
import io.dendrite.data.Scaler;
import io.dendrite.engine.TrainState;
import io.dendrite.model.Provenance;
import io.dendrite.model.RunJson;
import io.dendrite.model.Snapshot;
import io.dendrite.model.TrainedModel;
import io.dendrite.net.Net;
import io.dendrite.net.NetSpec;
import io.dendrite.optim.Sgd;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/** A small run without training: its model and its checkpoints, as the trainer writes them. */
public final class SampleRun {
  public static final int PARAMETERS = 2 * 3 + 3 + 3 * 2 + 2;

  private static final NetSpec SPEC =
      NetSpec.of(List.of("inner-product 3", "relu", "inner-product 2"), "softmax", true);
  private static final Encoding ENCODING =
      new Encoding(
          2,
          List.of("x", "y"),
          false,
          1.0,
          List.of(),
          false,
          List.of("label"),
          List.of("no", "yes"),
          1);
  private static final Scaler SCALER = new Scaler(new float[2], null, new float[] {1, 1});

  private SampleRun() {}

  private static Net net() {
    return new Net(SPEC, ENCODING.inputs(), ENCODING.outputs());
  }

  public static void writeModel(String uri) throws IOException {
    writeModel(uri, net().init(1), RunJson.sha256(net().init(1)));
  }

  /** A model whose weights are whole, but not those that its description names. */
  public static void writeForgedModel(String uri) throws IOException {
    writeModel(uri, net().init(2), RunJson.sha256(net().init(1)));
  }

  private static void writeModel(String uri, float[] parameters, String sha256) throws IOException {
    ObjectNode from = JsonNodeFactory.instance.objectNode();
    from.put("run", "r1").put("steps", 7).put("partitions", 4).put("dataFingerprint", "f");
    from.put("weightsSha256", sha256);
    from.putObject("settings").put("train.seed", "1");
    from.putObject("versions").put("spark", "4.1.0");
    from.putObject("validation").put("loss", 0.5).put("rows", 10);
    from.putNull("test");
    new TrainedModel(SPEC, ENCODING, SCALER, parameters, from).save(uri, new Configuration());
  }

  public static CheckpointStore.Entry writeCheckpoint(String uri, long step) throws IOException {
    List<String> slots = new Sgd(0.9f, false).slots();
    Net net = net();
    Snapshot snapshot =
        new Snapshot(
            "r1",
            SPEC,
            ENCODING,
            SCALER,
            new TreeMap<>(Map.of("train.seed", "1")),
            4,
            "f",
            Provenance.of("4.1.0", "a BLAS"));
    TrainState state = new TrainState(net.init(1), new float[slots.size()][net.parameters()], step);
    Snapshot.Position at =
        new Snapshot.Position(step, step / 10, step % 10, 0.1, 1, 0, 0, "NaN", false, "NaN", 0, 0);
    return new CheckpointStore(uri, new Configuration())
        .save(step, snapshot.metadata(at, slots), snapshot.tensors(net, state, slots, null));
  }
}
