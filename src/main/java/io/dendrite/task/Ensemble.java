package io.dendrite.task;

import io.dendrite.reduce.FloatVector;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The parameters with which tasks score rows. The parameters belong to one network, or to several
 * networks that predict together. Each JVM has one copy of the parameters, which is divided among
 * the networks only once.
 */
public final class Ensemble implements Serializable {
  private static final long serialVersionUID = 1;

  private final FloatVector all;
  private final int size;
  private transient float[][] members;

  /**
   * @param all parameters of all networks, one network after the other
   * @param size number of parameters of one network
   */
  public Ensemble(float[] all, int size) {
    this.all = new FloatVector(all);
    this.size = size;
  }

  /**
   * The number of networks. {@code all} is the total number of parameters, {@code size} is the
   * number of parameters of one network.
   */
  public static int count(int all, int size) {
    return size == 0 ? 1 : all / size;
  }

  /** The parameters of the ensemble, one array for each network. */
  synchronized float[][] members() {
    if (members == null) {
      float[] values = all.values();
      int count = count(values.length, size);
      members = new float[count][];
      for (int i = 0; i < count; i++) {
        members[i] = count == 1 ? values : Arrays.copyOfRange(values, i * size, (i + 1) * size);
      }
    }
    return members;
  }
}
