package io.dendrite.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Vectors that the driver and the tasks of one JVM hand to each other without copying, in local
 * mode. Each lies under a key of its own, so a task that was retried, or that outlived its step,
 * takes nobody's vector and gives none away.
 */
public final class Exchange {
  private static final Map<Key, float[]> VECTORS = new ConcurrentHashMap<>();
  private static final int PARAMETERS = -1;

  private record Key(String run, long step, int shard, long attempt) {}

  private Exchange() {}

  /** Lays down the parameters of a step; they must not change until they are withdrawn. */
  public static void putParameters(String run, long step, float[] parameters) {
    VECTORS.put(new Key(run, step, PARAMETERS, 0), parameters);
  }

  /**
   * The parameters of a step that is going on.
   *
   * @throws IllegalStateException if it is over
   */
  public static float[] parameters(String run, long step) {
    float[] parameters = VECTORS.get(new Key(run, step, PARAMETERS, 0));
    if (parameters == null) {
      throw new IllegalStateException("step " + step + " of run " + run + " is over");
    }
    return parameters;
  }

  /**
   * Lays down the gradient of the group that begins with a shard; nothing stays of it if the step
   * is over.
   */
  public static void putGradient(String run, long step, int shard, long attempt, float[] gradient) {
    Key key = new Key(run, step, shard, attempt);
    VECTORS.put(key, gradient);
    if (!VECTORS.containsKey(new Key(run, step, PARAMETERS, 0))) {
      VECTORS.remove(key);
    }
  }

  /**
   * Takes a gradient away.
   *
   * @throws IllegalStateException if it is not there
   */
  public static float[] takeGradient(String run, long step, int shard, long attempt) {
    float[] gradient = VECTORS.remove(new Key(run, step, shard, attempt));
    if (gradient == null) {
      throw new IllegalStateException(
          "no gradient of attempt " + attempt + " at shard " + shard + " in step " + step);
    }
    return gradient;
  }

  /** Forgets the step: its parameters first, then what failed attempts left. */
  public static void withdraw(String run, long step) {
    VECTORS.remove(new Key(run, step, PARAMETERS, 0));
    VECTORS.keySet().removeIf(key -> key.run().equals(run) && key.step() == step);
  }

  /** Vectors that lie here. */
  static int size() {
    return VECTORS.size();
  }
}
