package io.dendrite.net;

import java.util.ArrayList;
import java.util.List;

/**
 * Assigns a buffer to each value (the output of a node, or the input of the network) and each delta
 * (derivative of the loss by a value) of a pass. Values and deltas whose lifetimes do not overlap
 * share a buffer, so that a network occupies no more memory than its backward pass requires.
 *
 * <p>Times are numbered as follows for a network of n nodes: node i runs forward at time i, the
 * loss runs at time n, and node i runs backward at time 2n - i. Value 0 is the input of the
 * network, value i + 1 is the output of node i. Every node that reads a value writes a delta of its
 * own for this value. If several nodes read a value, the deltas that these nodes write are added
 * just before the node that computed the value runs backward.
 */
final class Plan {
  /** For each value, the index of its buffer; -1 for a sparse input of the network. */
  final int[] values;

  /**
   * Index of the buffer for the derivative of the loss by the k-th input of node i, as [i][k]; -1
   * if this derivative is not needed.
   */
  final int[][] deltas;

  /**
   * Index of the buffer for the delta that the loss writes: the derivative by the last node's
   * output; -1 if this delta is not needed.
   */
  final int lossDelta;

  /**
   * For each value, the indices of the buffers whose sum is the delta of the value: one buffer for
   * each node that reads the value, in the order of the nodes. For the last value, the buffer that
   * the loss writes comes first.
   */
  final int[][] sums;

  /**
   * For each node, whether it runs backward. A node runs backward if it, or a node on which it
   * depends, has parameters.
   */
  final boolean[] backward;

  /** For each buffer, its number of floats per row. */
  final int[] widths;

  private final List<Node> nodes;
  private final int n;

  /**
   * @param training whether the workspace runs backward too, or forward only
   * @param inputDelta whether the derivative of the loss by the input of the network is wanted
   * @param sparse whether the input of the network is sparse and so has no buffer
   */
  Plan(Net net, boolean training, boolean inputDelta, boolean sparse) {
    nodes = net.nodes();
    n = nodes.size();
    backward = new boolean[n];
    for (int i = 0; training && i < n; i++) {
      backward[i] = nodes.get(i).at().length > 0;
      for (int value : nodes.get(i).from()) {
        backward[i] |= wanted(value, inputDelta);
      }
    }
    Allocator buffers = new Allocator();
    values = new int[n + 1];
    values[0] = sparse ? -1 : buffers.take(net.inputs(), -1, lastUse(0));
    for (int i = 1; i <= n; i++) {
      values[i] = buffers.take(nodes.get(i - 1).out(), i - 1, lastUse(i));
    }
    deltas = new int[n][];
    lossDelta = wanted(n, inputDelta) ? buffers.take(net.width(), n, time(n)) : -1;
    for (int i = n - 1; i >= 0; i--) {
      int[] from = nodes.get(i).from();
      deltas[i] = new int[from.length];
      for (int k = 0; k < from.length; k++) {
        boolean wanted = backward[i] && wanted(from[k], inputDelta);
        deltas[i][k] =
            wanted ? buffers.take(net.value(from[k]).size(), 2 * n - i, time(from[k])) : -1;
      }
    }
    sums = new int[n + 1][];
    for (int value = 0; value <= n; value++) {
      sums[value] = readers(value);
    }
    widths = buffers.widths.stream().mapToInt(Integer::intValue).toArray();
  }

  /** True if the backward pass must compute the derivative of the loss by a value. */
  private boolean wanted(int value, boolean inputDelta) {
    return value == 0 ? inputDelta : backward[value - 1];
  }

  /**
   * The time at which the delta of a value is read. The delta of a node's output is read when this
   * node runs backward; the delta of the network's input is read at the end of the backward pass.
   */
  private int time(int value) {
    return value == 0 ? Integer.MAX_VALUE : 2 * n - value + 1;
  }

  private int lastUse(int value) {
    int last = value == n ? n : value - 1;
    for (int i = 0; i < n; i++) {
      for (int from : nodes.get(i).from()) {
        if (from == value) {
          boolean again = backward[i] && nodes.get(i).layer().readsInput();
          last = Math.max(last, again ? 2 * n - i : i);
        }
      }
    }
    boolean again = value > 0 && backward[value - 1] && nodes.get(value - 1).layer().readsOutput();
    return again ? Math.max(last, time(value)) : last;
  }

  private int[] readers(int value) {
    List<Integer> found = new ArrayList<>();
    if (value == n && lossDelta >= 0) {
      found.add(lossDelta);
    }
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < deltas[i].length; k++) {
        if (nodes.get(i).from()[k] == value && deltas[i][k] >= 0) {
          found.add(deltas[i][k]);
        }
      }
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Assigns buffers to values and deltas in the order in which the values and deltas are computed.
   * Each value or delta gets the unused buffer of the nearest width or, if all are in use, a new
   * buffer.
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
