package io.dendrite.nn;

import java.io.Serializable;
import java.util.List;

/**
 * A differentiable map of one graph node, after Caffe's layers. Immutable and shared by all
 * threads; every buffer belongs to the {@link Slot}. Shapes are checked when the net is built;
 * forward and backward contain no shape checks.
 */
public interface Layer extends Serializable {
  /**
   * Width of a row of y.
   *
   * @param input width of a row of x
   * @throws IllegalArgumentException if the input does not fit
   */
  int width(int input);

  /** The parameters, in the order of their offsets in {@link Slot#at}. */
  default List<Param> params(int input) {
    return List.of();
  }

  /** Writes s.y from s.x and s.w. */
  void forward(Slot s);

  /** Writes s.dx (unless it is null) from s.dy and adds the parameter gradient to s.g. */
  void backward(Slot s);

  /** Can x be {@link Slot#sparse} when the layer is the first? */
  default boolean takesSparse() {
    return false;
  }

  /** Does backward look at x? */
  default boolean readsInput() {
    return true;
  }

  /** Does backward look at y? */
  default boolean readsOutput() {
    return true;
  }
}
