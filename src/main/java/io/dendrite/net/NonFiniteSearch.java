package io.dendrite.net;

import io.dendrite.math.Vectors;
import io.dendrite.nn.Slot;
import java.util.Optional;

/** Finds the node of a network in which a gradient becomes infinite or NaN. */
public final class NonFiniteSearch {
  private final Workspace space;
  private final float[] w;
  private final int rows;

  private NonFiniteSearch(Workspace space, float[] w, int rows) {
    this.space = space;
    this.w = w;
    this.rows = rows;
  }

  /**
   * Repeats the computation of {@link Workspace#gradient} node by node, and describes where an
   * infinite or NaN number first appears.
   */
  public static Optional<String> first(
      Workspace space, float[] w, int rows, int firstRow, boolean weighted, long key) {
    NonFiniteSearch search = new NonFiniteSearch(space, w, rows);
    return search
        .features()
        .or(search::parameters)
        .or(
            () -> {
              space.prepare(w, rows, firstRow, true, key);
              return search.outputs();
            })
        .or(
            () ->
                Double.isFinite(space.lossAndDelta(rows, weighted))
                    ? Optional.empty()
                    : Optional.of("the loss"))
        .or(search::gradients);
  }

  private Optional<String> features() {
    int inputs = space.net.inputs();
    int bad =
        space.sparse != null
            ? space.sparse.firstNonFinite()
            : Vectors.firstNonFinite(space.x, 0, rows * inputs);
    return bad < 0
        ? Optional.empty()
        : Optional.of("the features of the data (column " + bad % inputs + ")");
  }

  private Optional<String> parameters() {
    return tensor(w).map(name -> "the parameters " + name);
  }

  private Optional<String> outputs() {
    for (int i = 0; i < space.slots.length; i++) {
      space.forward(i);
      if (!finite(space.slots[i].y, space.slots[i].out)) {
        return Optional.of("the output of layer " + space.net.name(i));
      }
    }
    return Optional.empty();
  }

  private Optional<String> gradients() {
    float[] g = new float[w.length];
    for (int i = space.slots.length - 1; i >= 0; i--) {
      if (!space.plan.backward[i]) {
        continue;
      }
      space.backward(i, g);
      Optional<String> bad = tensor(g);
      if (bad.isPresent()) {
        return bad.map(name -> "the gradient of " + name);
      }
      Slot s = space.slots[i];
      for (int k = 0; k < s.dxs.length; k++) {
        if (s.dxs[k] != null && !finite(s.dxs[k], s.ins[k])) {
          return Optional.of("the delta of layer " + space.net.name(i));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> tensor(float[] values) {
    return space.net.tensors().stream()
        .filter(t -> Vectors.firstNonFinite(values, t.at(), t.size()) >= 0)
        .map(TensorSpec::name)
        .findFirst();
  }

  private boolean finite(float[] values, int width) {
    return Vectors.firstNonFinite(values, 0, rows * width) < 0;
  }
}
