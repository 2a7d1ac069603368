package io.dendrite.model;

import io.dendrite.checkpoint.Elements;
import io.dendrite.checkpoint.SafeTensors;
import io.dendrite.checkpoint.Tensor;
import io.dendrite.data.DataException;
import io.dendrite.optim.QuasiNewtonState;
import java.util.ArrayList;
import java.util.List;

/** Converts the state of a quasi-Newton method to float64 tensors of a checkpoint and back. */
final class SearchTensors {
  private static final String X = "search/x";
  private static final String VALUE = "search/value";
  private static final String GRADIENT = "search/gradient";
  private static final String STEP = "search/step/";
  private static final String CHANGE = "search/change/";

  private SearchTensors() {}

  static List<Tensor> of(QuasiNewtonState state) {
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(Tensor.vector(X, state.x()));
    tensors.add(Tensor.vector(VALUE, new double[] {state.value()}));
    tensors.add(Tensor.vector(GRADIENT, state.gradient()));
    for (int i = 0; i < state.steps().size(); i++) {
      tensors.add(Tensor.vector(STEP + i, state.steps().get(i)));
      tensors.add(Tensor.vector(CHANGE + i, state.changes().get(i)));
    }
    return tensors;
  }

  /**
   * Reads the state of a quasi-Newton method from a checkpoint; null if the checkpoint holds none.
   *
   * @param parameters number of parameters of the network
   * @throws DataException if a tensor of the state is missing or has another length
   */
  static QuasiNewtonState read(String file, SafeTensors.Contents contents, int parameters) {
    if (!has(contents, X)) {
      return null;
    }
    List<double[]> steps = new ArrayList<>();
    List<double[]> changes = new ArrayList<>();
    for (int i = 0; has(contents, STEP + i); i++) {
      steps.add(doubles(file, contents, STEP + i, parameters));
      changes.add(doubles(file, contents, CHANGE + i, parameters));
    }
    return new QuasiNewtonState(
        doubles(file, contents, X, parameters),
        doubles(file, contents, VALUE, 1)[0],
        doubles(file, contents, GRADIENT, parameters),
        steps,
        changes);
  }

  private static boolean has(SafeTensors.Contents contents, String name) {
    return contents.tensors().stream().anyMatch(tensor -> tensor.name().equals(name));
  }

  private static double[] doubles(
      String file, SafeTensors.Contents contents, String name, int length) {
    if (has(contents, name)
        && contents.tensor(name).elements() instanceof Elements.Doubles found
        && found.length() == length) {
      return found.values();
    }
    throw new DataException(
        file
            + ": tensor '"
            + name
            + "' is missing or of another type or length; expected "
            + length
            + " numbers of dtype F64");
  }
}
