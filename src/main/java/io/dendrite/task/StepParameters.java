package io.dendrite.task;

import java.io.Serializable;

/** The parameters of a step, as its tasks receive them. */
public interface StepParameters extends Serializable {
  /** The flat parameter vector, not to be changed. */
  float[] value();
}
