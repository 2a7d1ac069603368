package io.dendrite.f64.net;

import io.dendrite.f64.math.Blas;
import io.dendrite.f64.nn.Layer;
import io.dendrite.f64.nn.Op;
import io.dendrite.f64.nn.Ops;
import io.dendrite.f64.nn.Param;
import io.dendrite.f64.nn.Sample;
import io.dendrite.f64.nn.Shape;
import io.dendrite.f64.nn.Slot;
import io.dendrite.math.BlasLibrary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A sample of a layer of the table, with shapes that it takes.
 *
 * @param shapes one for each input
 */
record LayerSetting(Op<Layer> op, Sample sample, Layer layer, Shape[] shapes) {
  /** What a layer without shapes of its own has to take. */
  private static final List<Shape> ANY =
      List.of(Shape.flat(1), Shape.flat(7), Shape.flat(33), new Shape(2, 3, 4), new Shape(1, 5, 1));

  /** Every sample of every layer. */
  static Stream<LayerSetting> samples() {
    return Ops.layers().stream()
        .flatMap(op -> op.samples().stream().flatMap(sample -> settings(op, sample)));
  }

  private static Stream<LayerSetting> settings(Op<Layer> op, Sample sample) {
    Stream<Shape[]> shapes =
        sample.inputs().isEmpty()
            ? ANY.stream().map(shape -> new Shape[] {shape})
            : Stream.<Shape[]>of(sample.inputs().toArray(Shape[]::new));
    return shapes.map(inputs -> new LayerSetting(op, sample, op.make(sample), inputs));
  }

  /** One row has no variance over the rows. */
  int[] rows() {
    return layer.wholeShares() ? new int[] {2, 5} : new int[] {1, 2, 3, 5};
  }

  /** Training and evaluation; running statistics have no gradient. */
  boolean[] modes() {
    return layer.wholeShares() ? new boolean[] {true} : new boolean[] {true, false};
  }

  /** Has it a derivative by its inputs? */
  boolean differentiable() {
    return sample.below() == 0;
  }

  @Override
  public String toString() {
    return op.name() + " " + sample.text() + ": " + Arrays.toString(shapes);
  }

  /** Rows that the layer takes, with parameters, all exact in single precision. */
  Slot slot(int rows, boolean training, Random random) {
    Slot s = slot(layer, rows, shapes, random);
    s.training = training;
    for (double[] x : s.xs) {
      for (int i = 0; i < x.length; i++) {
        if (sample.positive()) {
          x[i] = (float) (Math.abs(x[i]) + 0.3);
        } else if (sample.below() > 0) {
          x[i] = random.nextInt(sample.below());
        }
      }
    }
    return s;
  }

  /**
   * Of either sign, at least 0.05 from 0 (a kink of many layers) and at least 1e-3 apart (a kink of
   * those that choose the greatest).
   */
  static double[] values(Random random, int n) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      places.add(i);
    }
    Collections.shuffle(places, random);
    double step = Math.max(2e-3, 1.5 / n);
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      double size = 0.05 + step * (places.get(i) + 0.5 * random.nextDouble());
      x[i] = (float) (places.get(i) % 2 == 0 ? size : -size);
    }
    return x;
  }

  static Slot slot(Layer layer, int rows, Shape[] shapes, Random random) {
    Slot s = new Slot();
    s.blas = new Blas(BlasLibrary.open("auto").netlib());
    s.rows = rows;
    s.firstRow = 5;
    s.inShape = shapes[0];
    s.outShape = layer.shape(shapes);
    s.in = s.inShape.size();
    s.out = s.outShape.size();
    s.key = 77;
    s.xs = new double[shapes.length][];
    s.dxs = new double[shapes.length][];
    s.ins = new int[shapes.length];
    int size = 0;
    for (int k = 0; k < shapes.length; k++) {
      s.ins[k] = shapes[k].size();
      size += rows * s.ins[k];
    }
    double[] all = values(random, size);
    int at = 0;
    for (int k = 0; k < shapes.length; k++) {
      s.xs[k] = Arrays.copyOfRange(all, at, at + rows * s.ins[k]);
      s.dxs[k] = new double[rows * s.ins[k]];
      Arrays.fill(s.dxs[k], Double.NaN);
      at += rows * s.ins[k];
    }
    s.x = s.xs[0];
    s.dx = s.dxs[0];
    s.y = new double[rows * s.out];
    s.scratch = new double[layer.scratch(shapes[0])];
    parameters(s, layer.params(shapes[0]), random);
    return s;
  }

  private static void parameters(Slot s, List<Param> params, Random random) {
    s.at = new int[params.size()];
    int size = 3;
    for (int p = 0; p < s.at.length; p++) {
      s.at[p] = size;
      size += params.get(p).size();
    }
    s.w = values(random, size);
    s.g = new double[size];
  }
}
