package io.dendrite.ml;

import java.util.Objects;

/**
 * A stage's uid while its Scala super constructors run. They create Spark's shared params, which
 * ask for the uid of their parent before the stage could store it (SPARK-15605).
 */
final class Uid {
  private static final ThreadLocal<String> NEXT = new ThreadLocal<>();

  private Uid() {}

  /** Keeps a uid for the constructor that runs next; the answer only selects a constructor. */
  static Uid next(String uid) {
    NEXT.set(Objects.requireNonNull(uid, "uid"));
    return null;
  }

  /** The uid that was kept, once. */
  static String take() {
    String uid = NEXT.get();
    NEXT.remove();
    return uid;
  }
}
