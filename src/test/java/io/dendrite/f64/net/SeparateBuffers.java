package io.dendrite.f64.net;

import io.dendrite.f64.math.Rng;
import io.dendrite.f64.nn.Slot;

/** Both passes of a net with a buffer for each value, and for each reader's delta of a value. */
final class SeparateBuffers {
  final double[][] values;
  final double[] g;
  private final NetSetting setting;
  private final double[][] deltas;

  SeparateBuffers(NetSetting setting) {
    this.setting = setting;
    int n = setting.net.nodes().size();
    values = new double[n + 1][];
    deltas = new double[n + 1][];
    for (int i = 0; i <= n; i++) {
      values[i] = new double[setting.rows * setting.net.value(i).size()];
      deltas[i] = new double[values[i].length];
    }
    g = new double[setting.w.length];
  }

  double[] inputDelta() {
    return deltas[0];
  }

  double gradient(boolean weighted) {
    int n = values.length - 1;
    System.arraycopy(setting.x, 0, values[0], 0, setting.x.length);
    for (int i = 0; i < n; i++) {
      setting.net.nodes().get(i).layer().forward(slot(i));
    }
    double loss =
        setting
            .net
            .loss()
            .evaluate(
                setting.rows,
                setting.net.width(),
                values[n],
                setting.targets,
                setting.classes,
                weighted ? setting.weights : null,
                deltas[n]);
    // Of a value with several readers, the first one's delta comes first in the sum.
    double[][][] parts = new double[n][][];
    for (int i = n - 1; i >= 0; i--) {
      if (i < n - 1) {
        sum(parts, i + 1);
      }
      Slot s = slot(i);
      setting.net.nodes().get(i).layer().backward(s);
      parts[i] = s.dxs;
    }
    sum(parts, 0);
    return loss;
  }

  private void sum(double[][][] parts, int value) {
    boolean first = true;
    for (int i = 0; i < parts.length; i++) {
      int[] from = setting.net.nodes().get(i).from();
      for (int k = 0; parts[i] != null && k < from.length; k++) {
        for (int j = 0; from[k] == value && j < deltas[value].length; j++) {
          deltas[value][j] = first ? parts[i][k][j] : deltas[value][j] + parts[i][k][j];
        }
        first &= from[k] != value;
      }
    }
  }

  private Slot slot(int i) {
    Node node = setting.net.nodes().get(i);
    Slot s = new Slot();
    s.blas = NetSetting.blas();
    s.rows = setting.rows;
    s.firstRow = NetSetting.FIRST_ROW;
    s.inShape = node.inputs()[0];
    s.outShape = node.output();
    s.in = s.inShape.size();
    s.out = node.out();
    int inputs = node.from().length;
    s.xs = new double[inputs][];
    s.dxs = new double[inputs][];
    s.ins = new int[inputs];
    for (int k = 0; k < inputs; k++) {
      s.xs[k] = values[node.from()[k]];
      s.dxs[k] = new double[s.xs[k].length];
      s.ins[k] = node.inputs()[k].size();
    }
    s.x = s.xs[0];
    s.dx = s.dxs[0];
    s.y = values[i + 1];
    s.dy = deltas[i + 1];
    s.w = setting.w;
    s.g = g;
    s.at = node.at();
    s.scratch = new double[node.layer().scratch(s.inShape)];
    s.training = true;
    s.key = Rng.key(NetSetting.KEY, i);
    return s;
  }
}
