package io.dendrite.reduce;

import io.dendrite.math.ArrayBytes;
import java.io.Serializable;

/**
 * A vector of floats that Java's serialisation writes as one block of bytes instead of number by
 * number.
 */
public record FloatVector(float[] values) implements Serializable {
  private record Serialized(byte[] bytes) implements Serializable {
    private Object readResolve() {
      return new FloatVector(ArrayBytes.floats(bytes));
    }
  }

  private Object writeReplace() {
    return new Serialized(ArrayBytes.of(values));
  }
}
