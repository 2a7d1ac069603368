package io.dendrite.optim;

import java.io.Serializable;
import java.util.List;

/** How gradients change the parameters: step by step ({@link UpdateRule}) or by a line search. */
public interface LearningRule extends Serializable {
  /** Names of the state vectors, each as long as the parameters and zero at the start. */
  List<String> slots();

  /** Does it look at the learning rate of every step? Else the schedule means nothing to it. */
  default boolean followsSchedule() {
    return true;
  }

  /** Does it need the gradient of all rows in every step? */
  default boolean fullBatch() {
    return false;
  }
}
