package io.dendrite.optim;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings, independent of the network, that say how a run learns from gradients.
 *
 * @param weightDecay lambda of the L2 penalty: g = g + lambda w, for the tensors to which weight
 *     decay applies
 * @param l1 lambda of the L1 penalty: g = g + lambda sign(w), for the tensors to which weight decay
 *     applies
 * @param maxNorm largest Euclidean norm of the weights of a unit (a row of a tensor of weights), to
 *     which an update scales larger weights down (Srebro et al., 2005, and Srivastava et al.,
 *     2014); 0 for no limit
 * @param clipValue largest magnitude of an element of the gradient (with weight decay), to which
 *     elements are clipped; 0 for no clipping
 * @param clipNorm largest Euclidean norm of the gradient (after its elements are clipped), to which
 *     a larger gradient is scaled down; 0 for no clipping
 */
public record OptimizerSpec(
    LearningRule rule,
    float weightDecay,
    float l1,
    float maxNorm,
    float clipValue,
    double clipNorm,
    Averaging averaging)
    implements Serializable {

  /** Settings with the given learning rule, in which all other features are off. */
  public static OptimizerSpec of(LearningRule rule) {
    return new OptimizerSpec(rule, 0, 0, 0, 0, 0, Averaging.NONE);
  }

  /**
   * Names of the state vectors: first the state vectors of the learning rule, then the running
   * average of the parameters if the run has one.
   */
  public List<String> slots() {
    List<String> slots = new ArrayList<>(rule.slots());
    if (!averaging.none()) {
      slots.add("average");
    }
    return slots;
  }

  /**
   * Index of the state vector that is evaluated and saved in place of the parameters; -1 if the
   * parameters themselves are evaluated and saved.
   */
  public int evaluatedSlot() {
    return averaging.none() ? -1 : rule.slots().size();
  }
}
