package io.dendrite.config;

import static io.dendrite.config.Effect.BITS;
import static io.dendrite.config.Effect.BITS_MAY_CHANGE;
import static io.dendrite.config.Effect.NO_BITS;

import io.dendrite.optim.Averages;
import io.dendrite.optim.Rules;
import io.dendrite.optim.Schedules;
import java.util.List;

/** The keys {@code train.*}, which say how a network is trained. */
public final class TrainKeys {
  private static final Section TRAIN = new Section("train", "");
  static final Section OPTIMIZER = new Section("train.optimizer", "");
  static final Section SCHEDULE = new Section("train.schedule", "");
  static final Section AVERAGE =
      new Section(
          "train.average",
          "A mean a of the weights w over the steps of the run. The mean is validated, tested and saved in place of w.");
  static final Section STOP = new Section("train.stop", "");

  static final List<Section> SECTIONS = List.of(TRAIN, OPTIMIZER, SCHEDULE, AVERAGE, STOP);

  /** The number that stands for {@code train.batch = all}, with which every step uses every row. */
  public static final int ALL = Integer.MAX_VALUE;

  private static final String BATCH_WANTED = "a whole number of at least 1, or all";

  public static final Key<Integer> EPOCHS =
      TRAIN.key(
          "epochs",
          Type.WHOLE,
          10,
          Check.atLeastOne(),
          BITS_MAY_CHANGE,
          "Number of passes over the training rows.");

  public static final Key<Integer> BATCH =
      TRAIN.key(
          "batch",
          Type.wholeOr("all", ALL, BATCH_WANTED),
          128,
          Check.atLeast(1, BATCH_WANTED),
          BITS,
          "Rows of a mini-batch, over all partitions: a number, 1 (online), or all (one step an epoch).");

  public static final Key<Long> SEED =
      TRAIN.key(
          "seed",
          Type.SEED,
          1,
          BITS,
          "Seed of the initial weights, the order of rows and dropout. The partition of a row and the validation split do not depend on the seed.");

  public static final Key<Integer> CHUNK =
      TRAIN.key(
          "chunk",
          Type.WHOLE,
          1024,
          Check.atLeastOne(),
          BITS,
          "Rows that go through the network at once on one core: a smaller number needs less memory. Influences the bits of the result.");

  public static final Key<String> ENGINE =
      TRAIN.key(
          "engine",
          Type.TEXT,
          "auto",
          Check.oneOf("auto", "tree", "allreduce"),
          NO_BITS,
          """
          How steps run, with the same result bit for bit. tree: a Spark job a step. allreduce: a Spark job for many steps, whose
          tasks keep the parameters among themselves and, on a cluster, exchange slices of them directly between executors. Each of
          these opens a port (a free one, or --conf spark.dendrite.port=N and the next), under Spark's settings of authentication,
          encryption and TLS. After three such jobs failed in a row the rest is done by tree. auto: allreduce, but tree on a cluster
          where spark.dynamicAllocation.enabled is true.
          """);

  public static final Key<String> TIMEOUT =
      TRAIN.key(
          "timeout",
          Type.TEXT,
          "5 min",
          NO_BITS,
          """
          allreduce: if a task waits for another task, or the tasks of a job for their slots, longer than this, the job's steps are done
          again on the slots that are available.
          """);

  public static final Key<String> MAX_TIME =
      TRAIN.key(
          "maxTime",
          Type.TEXT,
          "",
          NO_BITS,
          """
          Time limit of the run, from its start: "2 h". The run then saves a checkpoint and ends with exit code 75, so that a scheduler
          can start it again with --resume. Empty: no limit. Needs checkpoint.dir. Pre-training and a validation that has begun are
          finished first, and at least one step is taken, however long loading takes.
          """);

  public static final Key<Integer> ENSEMBLE =
      TRAIN.key(
          "ensemble",
          Type.WHOLE,
          1,
          Check.atLeast(1, "a whole number of networks, at least 1"),
          BITS,
          """
          How many networks are trained one after the other, with seed, seed + 1 ..., for a model that predicts the mean of their
          predictions (its loss is the mean of their losses). Each has its own directory of checkpoints within checkpoint.dir.
          """);

  public static final Key<String> OPTIMIZER_TYPE =
      OPTIMIZER.key(
          "type",
          Type.TEXT,
          "sgd",
          Check.oneOf(Rules.TABLE),
          BITS,
          """
          With g the mean gradient of the batch, with weight decay:
          """
              + Tables.of(Rules.TABLE)
              + """
          lbfgs and owlqn need train.batch = all; a step is an iteration with as many evaluations as its search asks for, by the tree
          engine. With dropout, each iteration draws new random numbers, so that the loss goes up and down.
          A key that the type does not use must be left out.
          """);

  public static final Key<Double> RATE =
      OPTIMIZER.key(
          "rate",
          Type.NUMBER,
          0.1,
          Check.aboveZero(),
          BITS,
          "Learning rate: the greatest rate of the schedule.");

  public static final Key<Double> MOMENTUM =
      OPTIMIZER.key(
          "momentum",
          Type.NUMBER,
          0.9,
          Check.fraction(),
          BITS,
          "Each step keeps this share of the velocity v. 0: plain gradient descent.");

  public static final Key<Boolean> NESTEROV =
      OPTIMIZER.key(
          "nesterov",
          Type.FLAG,
          false,
          BITS,
          "Look ahead: w = w - rate (g + momentum v). Needs momentum above 0.");

  public static final Key<Double> TRUST =
      OPTIMIZER.key(
          "trust",
          Type.NUMBER,
          0.001,
          Check.aboveZero(),
          BITS,
          "lars: trust coefficient, the factor of |w| / |g| in the rate of each tensor.");

  public static final Key<Double> RHO =
      OPTIMIZER.key(
          "rho",
          Type.NUMBER,
          0.9,
          Check.fraction(),
          BITS,
          "rmsprop, adadelta: each step keeps this share of s, the running mean of g^2.");

  public static final Key<Double> BETA1 =
      OPTIMIZER.key(
          "beta1",
          Type.NUMBER,
          0.9,
          Check.fraction(),
          BITS,
          "adam, adamw: each step keeps this share of m, the running mean of g.");

  public static final Key<Double> BETA2 =
      OPTIMIZER.key(
          "beta2",
          Type.NUMBER,
          0.999,
          Check.fraction(),
          BITS,
          "adam, adamw: each step keeps this share of s, the running mean of g^2.");

  public static final Key<Double> EPSILON =
      OPTIMIZER.key(
          "epsilon",
          Type.NUMBER,
          1e-8,
          Check.aboveZero(),
          BITS,
          "Small number added to divisors, so that they are above 0.");

  public static final Key<Integer> MEMORY =
      OPTIMIZER.key(
          "memory",
          Type.WHOLE,
          10,
          Check.atLeastOne(),
          BITS,
          "lbfgs, owlqn: number of past steps from which H, the approximate inverse Hessian, is built.");

  public static final Key<Double> TOLERANCE =
      OPTIMIZER.key(
          "tolerance",
          Type.NUMBER,
          1e-6,
          Check.fraction(),
          BITS,
          "lbfgs, owlqn: the run ends before train.epochs if the next iteration is expected to lower the loss by a share of at most tolerance^2.");

  public static final Key<Double> WEIGHT_DECAY =
      OPTIMIZER.key(
          "weightDecay",
          Type.NUMBER,
          0,
          Check.fraction(),
          BITS,
          "L2: g = g + weightDecay w; biases, scales and slopes do not decay.");

  public static final Key<Double> L1 =
      OPTIMIZER.key(
          "l1",
          Type.NUMBER,
          0,
          Check.fraction(),
          BITS,
          "L1: g = g + l1 sign(w); biases, scales and slopes are left out.");

  public static final Key<Double> MAX_NORM =
      OPTIMIZER.key(
          "maxNorm",
          Type.NUMBER,
          0,
          Check.orZeroFor("none"),
          BITS,
          "Largest Euclidean norm of the weights into one unit; larger ones are scaled down after each update. 0: no limit.");

  public static final Key<Double> CLIP_VALUE =
      OPTIMIZER.key(
          "clipValue",
          Type.NUMBER,
          0,
          Check.orZeroFor("no clipping"),
          BITS,
          "Greatest absolute value of an element of the gradient g. 0: no clipping.");

  public static final Key<Double> CLIP_NORM =
      OPTIMIZER.key(
          "clipNorm",
          Type.NUMBER,
          0,
          Check.orZeroFor("no clipping"),
          BITS,
          "Greatest Euclidean norm of the whole gradient g, after clipValue is applied. 0: no clipping.");

  public static final Key<String> SCHEDULE_TYPE =
      SCHEDULE.key(
          "type",
          Type.TEXT,
          "fixed",
          Check.oneOf(Schedules.TABLE),
          BITS,
          """
          With e epochs and t steps done, of T:
          """
              + Tables.of(Schedules.TABLE));

  public static final Key<Double> SCHEDULE_DECAY =
      SCHEDULE.key(
          "decay",
          Type.NUMBER,
          0.9,
          new Check<>(value -> value > 0 && value <= 1, "a number above 0 and at most 1"),
          BITS,
          "step, exponential, plateau: the factor of the rate; inverse: the factor of t.");

  public static final Key<Integer> EVERY =
      SCHEDULE.key(
          "every",
          Type.WHOLE,
          10,
          Check.atLeast(1, "a whole number of epochs, at least 1"),
          BITS,
          "step: epochs between two reductions of the rate; plateau: epochs without improvement before a reduction.");

  public static final Key<Double> POWER =
      SCHEDULE.key(
          "power", Type.NUMBER, 1, Check.aboveZero(), BITS, "inverse, polynomial: the exponent.");

  public static final Key<Double> WARMUP =
      SCHEDULE.key(
          "warmup",
          Type.NUMBER,
          0,
          Check.notBelowZero("a number of epochs, at least 0"),
          BITS,
          "Epochs in which the rate climbs from 0 in even steps; fractions are allowed.");

  public static final Key<String> AVERAGE_TYPE =
      AVERAGE.key(
          "type", Type.TEXT, "none", Check.oneOf(Averages.TABLE), BITS, Tables.of(Averages.TABLE));

  public static final Key<Double> AVERAGE_DECAY =
      AVERAGE.key(
          "decay",
          Type.NUMBER,
          0.999,
          Check.fraction(),
          BITS,
          "exponential: each step keeps this share of the mean a.");

  public static final Key<Integer> FROM =
      AVERAGE.key(
          "from",
          Type.WHOLE,
          0,
          Check.atLeast(0, "a number of epochs, at least 0"),
          BITS,
          "polyak: number of epochs before the mean begins.");

  public static final Key<String> METRIC =
      STOP.key(
          "metric",
          Type.TEXT,
          "loss",
          BITS_MAY_CHANGE,
          "Early stopping: loss | accuracy | f1 | precision | recall | exact (multi-label) | rmse | mae | r2 on the validation rows.");

  public static final Key<Integer> PATIENCE =
      STOP.key(
          "patience",
          Type.WHOLE,
          0,
          Check.atLeast(0, "a number of epochs, or 0 for no early stopping"),
          BITS_MAY_CHANGE,
          "Epochs without a better value after which training stops; the best weights are kept. 0: no early stopping.");

  private TrainKeys() {}
}
