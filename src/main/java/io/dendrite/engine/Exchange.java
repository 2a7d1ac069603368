package io.dendrite.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds vectors that the driver and the tasks of one JVM hand to each other without copying, in
 * local mode. Each vector is stored under a key of its own, so a task that was retried, or that
 * still runs after its step, can neither remove nor replace the vector of another task.
 */
public final class Exchange {
  private static final Map<Key, float[]> VECTORS = new ConcurrentHashMap<>();
  private static final int PARAMETERS = -1;

  private record Key(String run, long step, int shard, long attempt) {}

  private Exchange() {}

  /** Stores the parameters of a step; they must not change until {@link #withdraw} is called. */
  public static void putParameters(String run, long step, float[] parameters) {
    VECTORS.put(new Key(run, step, PARAMETERS, 0), parameters);
  }

  /**
   * Returns the parameters that were stored for a step.
   *
   * @throws IllegalStateException if the step is over
   */
  public static float[] parameters(String run, long step) {
    float[] parameters = VECTORS.get(new Key(run, step, PARAMETERS, 0));
    if (parameters == null) {
      throw new IllegalStateException("step " + step + " of run " + run + " is over");
    }
    return parameters;
  }

  /**
   * Stores the gradient of the group of shards that begins with {@code shard}; the gradient is
   * dropped if the step is over.
   */
  public static void putGradient(String run, long step, int shard, long attempt, float[] gradient) {
    Key key = new Key(run, step, shard, attempt);
    VECTORS.put(key, gradient);
    if (!VECTORS.containsKey(new Key(run, step, PARAMETERS, 0))) {
      VECTORS.remove(key);
    }
  }

  /**
   * Removes a stored gradient and returns it.
   *
   * @throws IllegalStateException if no such gradient is stored
   */
  public static float[] takeGradient(String run, long step, int shard, long attempt) {
    float[] gradient = VECTORS.remove(new Key(run, step, shard, attempt));
    if (gradient == null) {
      throw new IllegalStateException(
          "no gradient of attempt " + attempt + " at shard " + shard + " in step " + step);
    }
    return gradient;
  }

  /**
   * Removes all vectors of a step: first its parameters, then the gradients that failed attempts of
   * tasks left behind.
   */
  public static void withdraw(String run, long step) {
    VECTORS.remove(new Key(run, step, PARAMETERS, 0));
    VECTORS.keySet().removeIf(key -> key.run().equals(run) && key.step() == step);
  }

  /** Number of vectors that are stored at the moment. */
  static int size() {
    return VECTORS.size();
  }
}
