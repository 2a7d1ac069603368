package io.dendrite.optim;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How a run learns from gradients, whatever the network.
 *
 * @param weightDecay lambda of L2: g = g + lambda w, for the tensors that decay
 * @param l1 lambda of L1: g = g + lambda sign(w), for these
 * @param maxNorm the weights of each unit (a row of a tensor that decays) are scaled down to this
 *     Euclidean norm after an update (Srebro et al., 2005; Srivastava et al., 2014); 0 for none
 * @param clipValue each element of the gradient (with decay) is limited to this magnitude; 0 for no
 *     clipping
 * @param clipNorm the gradient's norm (after that) is scaled down to this; 0 for no clipping
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

  /** A rule with no other options. */
  public static OptimizerSpec of(LearningRule rule) {
    return new OptimizerSpec(rule, 0, 0, 0, 0, 0, Averaging.NONE);
  }

  /** Names of the state vectors: the ones of the rule, then the mean of the parameters. */
  public List<String> slots() {
    List<String> slots = new ArrayList<>(rule.slots());
    if (!averaging.none()) {
      slots.add("average");
    }
    return slots;
  }

  /**
   * Index of the state vector that is evaluated and saved in place of the parameters; -1 for none.
   */
  public int evaluatedSlot() {
    return averaging.none() ? -1 : rule.slots().size();
  }
}
