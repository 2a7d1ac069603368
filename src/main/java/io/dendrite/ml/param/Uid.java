package io.dendrite.ml.param;

import java.util.Objects;

/**
 * Holds a stage's uid while its Scala super constructors run. The super constructors create Spark's
 * shared params, which ask the stage for its uid before the stage can store the uid (SPARK-15605).
 */
public final class Uid {
  private static final ThreadLocal<String> NEXT = new ThreadLocal<>();

  private Uid() {}

  /**
   * Keeps a uid for the constructor that runs next on this thread. The result is always null; the
   * result's type only selects the stage's private constructor.
   */
  public static Uid next(String uid) {
    NEXT.set(Objects.requireNonNull(uid, "uid"));
    return null;
  }

  /** Returns the uid that was kept and forgets it. */
  public static String take() {
    String uid = NEXT.get();
    NEXT.remove();
    return uid;
  }
}
