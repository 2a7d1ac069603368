package io.dendrite.nn;

import java.io.Serializable;
import java.util.List;

/**
 * The differentiable function that one node of a network's graph computes, modelled on Caffe's
 * layers. A layer is immutable and shared by all threads; all buffers belong to the {@link Slot}.
 * Shapes are checked when the network is built; the forward and backward methods do not check
 * shapes.
 */
public interface Layer extends Serializable {
  /**
   * Shape of a row of the output y.
   *
   * @param inputs for each input, the shape of one row; there are several inputs only if {@link
   *     #joins()} is true
   * @throws IllegalArgumentException if the layer cannot use inputs of these shapes
   */
  Shape shape(Shape... inputs);

  /** The layer's parameter tensors, in the order of their offsets in {@link Slot#at}. */
  default List<Param> params(Shape input) {
    return List.of();
  }

  /** Computes the output s.y from the input s.x and the parameters s.w. */
  void forward(Slot s);

  /**
   * Computes s.dx (unless s.dx is null) from s.dy, and adds the gradient by the layer's parameters
   * to s.g.
   */
  void backward(Slot s);

  /** True if the layer takes several inputs ({@link Slot#xs}). */
  default boolean joins() {
    return false;
  }

  /** Number of multiplications in the matrix products of one row's forward pass. */
  default long multiplications(Shape input) {
    return 0;
  }

  /**
   * Number of floats of {@link Slot#scratch} that a pass needs. The size of the scratch space must
   * not depend on the number of rows.
   */
  default int scratch(Shape input) {
    return 0;
  }

  /** True if the outputs can be any numbers, whatever the range of the layer's input. */
  default boolean givesAnyNumber() {
    return false;
  }

  /**
   * True if the layer computes with all rows of a shard's share of the mini-batch together, so that
   * each share must be one chunk of at least 2 rows.
   */
  default boolean wholeShares() {
    return false;
  }

  /** True if the forward pass draws random numbers in training. */
  default boolean random() {
    return false;
  }

  /**
   * True if the layer can take {@link Slot#sparse} rows when it is the first layer of a network.
   */
  default boolean takesSparse() {
    return false;
  }

  /** True if the backward pass reads the input x. */
  default boolean readsInput() {
    return true;
  }

  /** True if the backward pass reads the output y. */
  default boolean readsOutput() {
    return true;
  }
}
