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

  /** Width of each buffer: floats a row. */
  final int[] widths;

  /**
   * Backward ends with this node: those before it have no parameters, and nobody wants their dx.
   */
  final int first;

  /**
   * @param training both passes, or forward only
   * @param inputDelta is the derivative by the input wanted?
   * @param sparse is the input sparse? Then it has no buffer
   */
  Plan(Net net, boolean training, boolean inputDelta, boolean sparse) {
    List<Node> nodes = net.nodes();
    int n = nodes.size();
    first = inputDelta ? 0 : firstLearning(nodes);
    values = new int[n + 1];
    deltas = new int[n + 1];
    Allocator buffers = new Allocator();
    values[0] = -1;
    for (int i = sparse ? 1 : 0; i <= n; i++) {
      int width = i == 0 ? net.inputs() : nodes.get(i - 1).out();
      int lastUse = i;
      if (training && i >= first && i < n && nodes.get(i).layer().readsInput()) {
        lastUse = 2 * n - i;
      }
      if (training && i > first && nodes.get(i - 1).layer().readsOutput()) {
        lastUse = Math.max(lastUse, 2 * n - i + 1);
      }
      values[i] = buffers.take(width, i - 1, i == n ? Math.max(lastUse, n) : lastUse);
    }
    java.util.Arrays.fill(deltas, -1);
    for (int i = n; training && i >= 0; i--) {
      if (i <= first && i < n && !inputDelta) {
        break;
      }
      int width = i == 0 ? net.inputs() : nodes.get(i - 1).out();
      deltas[i] =
          buffers.take(width, i == n ? n : 2 * n - i, i == 0 ? Integer.MAX_VALUE : 2 * n - i + 1);
    }
    widths = buffers.widths.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int firstLearning(List<Node> nodes) {
    int i = 0;
    while (i < nodes.size() && nodes.get(i).at().length == 0) {
      i++;
    }
    return i;
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
