package io.dendrite.engine;

import io.dendrite.config.TrainConfig;
import io.dendrite.optim.OptimizerSpec;
import io.dendrite.optim.QuasiNewtonState;

/**
 * The whole mutable state of a run: an engine advances it, a checkpoint saves it. The state object
 * exists only on the driver.
 */
public final class TrainState {
  /** The flat parameter vector. */
  public final float[] parameters;

  /** The optimiser's state vectors, in the order in which its learning rule names them. */
  public final float[][] slots;

  /** Number of steps done. */
  public long step;

  /** Factor by which the learning rate of the schedule is multiplied. */
  public double rateFactor = 1;

  /**
   * The state from which the next line search continues; null for learning rules without a line
   * search.
   */
  public QuasiNewtonState search;

  /** Why training cannot take another step; null while another step is possible. */
  public String end;

  public TrainState(float[] parameters, float[][] slots, long step) {
    this.parameters = parameters;
    this.slots = slots;
    this.step = step;
  }

  /** The state at the start of a run, with the run's initial parameters. */
  public static TrainState starting(float[] parameters, TrainConfig.Run run) {
    float[][] slots = new float[run.optimizer().slots().size()][parameters.length];
    int mean = run.optimizer().evaluatedSlot();
    if (mean >= 0) {
      slots[mean] = parameters.clone();
    }
    return new TrainState(parameters, slots, 0);
  }

  /**
   * The parameters to evaluate and to save in a model: the running average of the parameters if the
   * optimiser keeps one.
   */
  public float[] evaluated(OptimizerSpec optimizer) {
    int slot = optimizer.evaluatedSlot();
    return slot < 0 || step == 0 ? parameters : slots[slot];
  }

  /** Copies another state of the same run into this one. */
  public void set(TrainState other) {
    System.arraycopy(other.parameters, 0, parameters, 0, parameters.length);
    for (int i = 0; i < slots.length; i++) {
      System.arraycopy(other.slots[i], 0, slots[i], 0, slots[i].length);
    }
    step = other.step;
    rateFactor = other.rateFactor;
    search = other.search;
    end = other.end;
  }
}
