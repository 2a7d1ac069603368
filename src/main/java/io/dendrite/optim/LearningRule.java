package io.dendrite.optim;

import java.io.Serializable;
import java.util.List;

/**
 * A rule by which gradients change the parameters. The rule either updates the parameters step by
 * step ({@link UpdateRule}) or uses line searches.
 */
public interface LearningRule extends Serializable {
  /**
   * Names of the rule's state vectors; each vector is as long as the parameter vector and zero at
   * the start.
   */
  List<String> slots();

  /**
   * True if the rule uses the learning rate of every step; false if the schedule of learning rates
   * has no effect on the rule.
   */
  default boolean followsSchedule() {
    return true;
  }

  /** True if the rule needs the gradient of all rows in every step. */
  default boolean fullBatch() {
    return false;
  }
}
