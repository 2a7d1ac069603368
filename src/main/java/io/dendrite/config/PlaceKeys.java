package io.dendrite.config;

import static io.dendrite.config.Effect.BITS_MAY_CHANGE;
import static io.dendrite.config.Effect.NO_BITS;

import java.util.List;

/**
 * The keys {@code checkpoint.*}, {@code model.*} and {@code blas.*}, which say where files are
 * written and which BLAS library is used.
 */
public final class PlaceKeys {
  private static final Section CHECKPOINT = new Section("checkpoint", "");
  private static final Section MODEL = new Section("model", "");
  private static final Section BLAS = new Section("blas", "");

  static final List<Section> SECTIONS = List.of(CHECKPOINT, MODEL, BLAS);

  public static final Key<String> CHECKPOINT_DIR =
      CHECKPOINT.key(
          "dir",
          Type.TEXT,
          "",
          NO_BITS,
          """
          Directory on any Hadoop file system. Empty: no checkpoints. Only one run at a time may use it. It stays locked for a minute
          after a run that died on another host without releasing it, or was ended while its store did not answer.
          """);

  public static final Key<String> EVERY =
      CHECKPOINT.key(
          "every",
          Type.TEXT,
          "1 epoch",
          NO_BITS,
          """
          How often a checkpoint is saved: "200 steps" | "1 epoch" | "10 min". One more is saved at the end, on SIGINT and SIGTERM (steps
          and validation that have not ended five seconds after the signal are given up, and done by the resumed run), and after train.maxTime.
          """);

  public static final Key<String> ON_FAILURE =
      CHECKPOINT.key(
          "onFailure",
          Type.TEXT,
          "continue",
          Check.oneOf("continue", "stop"),
          NO_BITS,
          """
          What happens when a checkpoint cannot be saved: continue (reported on stderr; the next one is tried when it is due) | stop. The
          last good checkpoint is kept in both cases. A run that is ended by a signal or by train.maxTime and cannot save fails; a run
          that has done all its epochs saves its model.
          """);

  public static final Key<Integer> KEEP =
      CHECKPOINT.key(
          "keep",
          Type.WHOLE,
          3,
          Check.atLeastOne(),
          NO_BITS,
          "How many of the newest checkpoints are kept, besides the one saved at the end of the epoch with the best value of train.stop.metric.");

  public static final Key<String> MODEL_DIR =
      MODEL.key(
          "dir",
          Type.TEXT,
          "model",
          NO_BITS,
          "Where the trained model goes: a new or empty directory, or an older model, which is replaced as a whole.");

  public static final Key<String> LIBRARY =
      BLAS.key(
          "library",
          Type.TEXT,
          "auto",
          Check.oneOf("auto", "bundled", "system", "java"),
          BITS_MAY_CHANGE,
          "auto (bundled OpenBLAS, else the system's BLAS, else Java) | bundled | system | java");

  public static final Key<String> REQUIRE =
      BLAS.key(
          "require",
          Type.TEXT,
          "any",
          Check.oneOf("any", "native"),
          NO_BITS,
          "any | native (a run that finds no native BLAS library is refused)");

  private PlaceKeys() {}
}
