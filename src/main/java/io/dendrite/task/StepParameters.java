package io.dendrite.task;

import java.io.Serializable;

/** The network's parameters in the form in which the tasks of a step receive them. */
public interface StepParameters extends Serializable {
  /** The flat parameter vector; the caller must not change it. */
  float[] value();
}
