package io.dendrite.nn;

import java.io.Serializable;
import java.util.List;

/**
 * The differentiable function of one graph node, modelled on Caffe's layers. Immutable and shared
 * by all threads; every buffer belongs to the {@link Slot}. Shapes are checked when the net is
 * built; forward and backward contain no shape checks.
 */
public interface Layer extends Serializable {
  /**
   * Shape of a row of y.
   *
   * @param inputs shapes of a row of each input: one, or several if the layer {@link #joins()}
   * @throws IllegalArgumentException if the inputs do not fit
   */
  Shape shape(Shape... inputs);

  /** The parameters, in the order of their offsets in {@link Slot#at}. */
  default List<Param> params(Shape input) {
    return List.of();
  }

  /** Writes s.y from s.x and s.w. */
  void forward(Slot s);

  /** Writes s.dx (unless it is null) from s.dy and adds the parameter gradient to s.g. */
  void backward(Slot s);

  /** True if the layer takes several inputs ({@link Slot#xs}). */
  default boolean joins() {
    return false;
  }

  /** Number of multiplications in the matrix products of one row's forward pass. */
  default long multiplications(Shape input) {
    return 0;
  }

  /** Number of floats of {@link Slot#scratch} that a pass needs, whatever its number of rows. */
  default int scratch(Shape input) {
    return 0;
  }

  /**
   * True if the layer computes with all rows of a shard's share of the mini-batch together. The
   * share then goes through the network in one chunk and has at least 2 rows.
   */
  default boolean wholeShares() {
    return false;
  }

  /** True if forward draws random numbers in training. */
  default boolean random() {
    return false;
  }

  /** True if the layer, as the first of a network, can take {@link Slot#sparse} rows. */
  default boolean takesSparse() {
    return false;
  }

  /** True if backward reads x. */
  default boolean readsInput() {
    return true;
  }

  /** True if backward reads y. */
  default boolean readsOutput() {
    return true;
  }
}
