package io.dendrite.net;

import java.util.ArrayList;
import java.util.List;

/**
 * Which buffer each value of a pass lives in. Values whose lifetimes do not overlap share a buffer,
 * so memory does not grow with depth more than backward needs.
 *
 * <p>Time: node i runs forward at i, the loss at n, node i backward at 2n - i. Value i (the input
 * of node i, value n the output) is born when node i - 1 runs; delta i, its derivative, when node i
 * runs backward (delta n with the loss).
 */
final class Plan {
  /** Buffer of each value and delta; -1 where there is none. */
  final int[] values;

  final int[] deltas;

  /**
   * The first node that runs backward: those before it have no parameters, and nobody wants their
   * delta.
   */
  final int firstBackward;

  /** Width of each buffer: floats a row. */
  final int[] widths;

  /**
   * @param training both passes, or forward only
   * @param inputDelta is the derivative by the input wanted?
   */
  Plan(Net net, boolean training, boolean inputDelta) {
    List<Node> nodes = net.nodes();
    int n = nodes.size();
    values = new int[n + 1];
    deltas = new int[n + 1];
    firstBackward = inputDelta ? 0 : firstWithParameters(nodes);
    Allocator buffers = new Allocator();
    for (int i = 0; i <= n; i++) {
      int width = i == 0 ? net.inputs() : nodes.get(i - 1).out();
      int lastUse = i;
      if (training && i < n && i >= firstBackward && nodes.get(i).layer().readsInput()) {
        lastUse = 2 * n - i;
      }
      if (training && i > firstBackward && nodes.get(i - 1).layer().readsOutput()) {
        lastUse = Math.max(lastUse, 2 * n - i + 1);
      }
      values[i] = buffers.take(width, i - 1, i == n ? Math.max(lastUse, n) : lastUse);
    }
    java.util.Arrays.fill(deltas, -1);
    for (int i = n; training && i >= (inputDelta ? 0 : firstBackward + 1); i--) {
      int width = i == 0 ? net.inputs() : nodes.get(i - 1).out();
      deltas[i] =
          buffers.take(width, i == n ? n : 2 * n - i, i == 0 ? Integer.MAX_VALUE : 2 * n - i + 1);
    }
    widths = buffers.widths.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int firstWithParameters(List<Node> nodes) {
    int first = 0;
    while (first < nodes.size() - 1 && nodes.get(first).at().length == 0) {
      first++;
    }
    return first;
  }

  /**
   * Hands out the buffers in the order of birth: the one of the nearest width that is free, else a
   * new one.
   */
  private static final class Allocator {
    final List<Integer> widths = new ArrayList<>();
    private final List<Integer> busyUntil = new ArrayList<>();

    int take(int width, int birth, int lastUse) {
      int best = -1;
      for (int b = 0; b < widths.size(); b++) {
        if (busyUntil.get(b) < birth && (best < 0 || distance(b, width) < distance(best, width))) {
          best = b;
        }
      }
      if (best < 0) {
        widths.add(width);
        busyUntil.add(lastUse);
        return widths.size() - 1;
      }
      widths.set(best, Math.max(widths.get(best), width));
      busyUntil.set(best, lastUse);
      return best;
    }

    private int distance(int buffer, int width) {
      return Math.abs(widths.get(buffer) - width);
    }
  }
}
