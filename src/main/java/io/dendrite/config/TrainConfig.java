package io.dendrite.config;

import io.dendrite.data.Encoding;
import io.dendrite.data.Scaler;
import io.dendrite.net.Net;
import io.dendrite.net.NetSpec;
import io.dendrite.net.Purpose;
import io.dendrite.net.Stage;
import io.dendrite.nn.Ops;
import io.dendrite.optim.OptimizerSpec;
import io.dendrite.optim.QuasiNewton;
import io.dendrite.optim.Schedule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * The configuration of a run, which has settings that were checked to fit each other, and objects
 * made from these settings, such as the network. The sections of a configuration are views of the
 * settings. Each key is documented in {@code conf/reference.conf}.
 */
public final class TrainConfig {
  private final Settings settings;
  private final NetSpec network;
  private final Data data;
  private final Run run;

  private TrainConfig(Settings settings, NetSpec network, long seed) {
    this.settings = settings;
    this.network = network;
    data = new Data(settings);
    run = new Run(settings, seed);
  }

  /**
   * Checks settings and makes a configuration of the checked settings.
   *
   * @throws IllegalArgumentException if the settings do not fit each other
   */
  public static TrainConfig of(Settings settings) {
    return settings.inWords(() -> checked(settings));
  }

  private static TrainConfig checked(Settings settings) {
    required(settings, DataKeys.TRAIN, "a file, a directory or a glob");
    NetSpec network =
        NetSpec.of(
            Purpose.of(settings.get(NetworkKeys.TASK)),
            settings.get(NetworkKeys.INPUT),
            settings.get(NetworkKeys.LAYERS),
            settings.get(NetworkKeys.LOSS));
    boolean layer =
        network.layers().stream().anyMatch(l -> Ops.internalLayer(l.get("type").toString()));
    if (layer || Ops.internalLoss(network.loss().get("type").toString())) {
      throw new IllegalArgumentException(
          (layer
                  ? settings.name(NetworkKeys.LAYERS) + " has rbm, which"
                  : settings.name(NetworkKeys.LOSS) + " is energy, which")
              + " is for the networks of pretrain.type = rbm alone; expected another one");
    }
    TrainConfig config = new TrainConfig(settings, network, settings.get(TrainKeys.SEED));
    config.check();
    return config;
  }

  private static String required(Settings settings, Key<String> key, String wanted) {
    String text = settings.get(key);
    if (text.isBlank()) {
      throw Settings.refusal(settings.name(key), "empty", wanted);
    }
    return text;
  }

  /** Checks that the values of different keys fit each other. */
  private void check() {
    run.check();
    boolean autoencoder = network.purpose() == Purpose.AUTOENCODER;
    settings.require(
        !autoencoder || data.weight().isEmpty(),
        DataKeys.WEIGHT,
        "'" + data.weight() + "'",
        "none, since the rows of network.task = autoencoder have no weights");
    settings.require(
        network.purpose() == Purpose.CLASSIFICATION || data.classWeights().isNone(),
        DataKeys.CLASS_WEIGHTS,
        data.classWeights(),
        "none, since only network.task = classification has classes");
    settings.require(
        run.patience() == 0 || data.validation() > 0,
        TrainKeys.PATIENCE,
        run.patience(),
        "0, since data.validation = 0 leaves no validation rows to watch");
    settings.require(
        !run.schedule().watches() || data.validation() > 0,
        TrainKeys.SCHEDULE_TYPE,
        run.schedule().type(),
        "another one, since data.validation = 0 leaves no validation rows to watch");
    Checkpoints checkpoint = checkpoint();
    settings.require(
        run.maxTime().isZero() || !checkpoint.dir().isEmpty(),
        PlaceKeys.CHECKPOINT_DIR,
        "empty",
        "a directory, since train.maxTime ends the run with a checkpoint");
    if (run.searches()) {
      network.requireOneRate();
    }
    PretrainConfig pretrain = pretrain();
    pretrain.requireUsed();
    if (pretrain.wanted()) {
      pretrain.check(Stage.of(network));
    }
    settings.require(
        checkpoint.dir().isEmpty()
            || Directory.of("checkpoint.dir", checkpoint.dir())
                .isApart(Directory.of("model.dir", modelDir())),
        PlaceKeys.CHECKPOINT_DIR,
        "'" + checkpoint.dir() + "'",
        "a directory apart from model.dir = '" + modelDir() + "', which is replaced as a whole");
  }

  /**
   * Runs a further check of the settings and returns the result of the check. If the check throws
   * an IllegalArgumentException, its message is rewritten to name settings as the user wrote them:
   * by keys, or by setters.
   */
  public <T> T inWords(Supplier<T> check) {
    return settings.inWords(check);
  }

  /** The settings of the keys {@code data.*}. */
  public Data data() {
    return data;
  }

  /** Keys {@code network.*}. */
  public NetSpec network() {
    return network;
  }

  /** Keys {@code train.*} and {@code blas.*}. */
  public Run run() {
    return run;
  }

  /** Keys {@code pretrain.*}. */
  public PretrainConfig pretrain() {
    return new PretrainConfig(settings);
  }

  /** Keys {@code checkpoint.*}. */
  public Checkpoints checkpoint() {
    return new Checkpoints(
        settings.get(PlaceKeys.CHECKPOINT_DIR),
        Interval.parse(settings.name(PlaceKeys.EVERY), settings.get(PlaceKeys.EVERY)),
        settings.get(PlaceKeys.KEEP),
        settings.get(PlaceKeys.ON_FAILURE).equals("stop"));
  }

  /** Key {@code model.dir}. */
  public String modelDir() {
    return required(settings, PlaceKeys.MODEL_DIR, "a directory");
  }

  /**
   * Every key with its value as text. A checkpoint records the texts of all settings, and the
   * settings of a resumed run are compared with the recorded texts.
   */
  public SortedMap<String, String> settings() {
    return settings.texts();
  }

  /**
   * A copy of this configuration with the seed of one network of an ensemble. The networks of an
   * ensemble are counted from 0.
   */
  public TrainConfig ofMember(int member) {
    return new TrainConfig(settings, network, run.seed() + member);
  }

  /**
   * The configuration for pre-training, which trains the network {@code other} by plain SGD before
   * this run's own network is trained.
   */
  public TrainConfig pretraining(NetSpec other, long seed) {
    PretrainConfig pretrain = pretrain();
    Settings plain =
        settings
            .without(TrainKeys.OPTIMIZER)
            .without(TrainKeys.SCHEDULE)
            .without(TrainKeys.AVERAGE)
            .without(TrainKeys.STOP)
            .without(PretrainKeys.PRETRAIN)
            .with(TrainKeys.EPOCHS, pretrain.epochs())
            .with(TrainKeys.BATCH, pretrain.batch())
            .with(TrainKeys.RATE, pretrain.rate())
            .with(TrainKeys.MOMENTUM, pretrain.momentum())
            .with(TrainKeys.ENSEMBLE, 1);
    return new TrainConfig(plain, other, seed);
  }

  /** Keys {@code data.*}. */
  public static final class Data {
    private final Settings settings;

    /** Creates a view of the keys {@code data.*} without checking any other keys. */
    public Data(Settings settings) {
      this.settings = settings;
      classWeights();
    }

    public String train() {
      return settings.get(DataKeys.TRAIN);
    }

    public String test() {
      return settings.get(DataKeys.TEST);
    }

    public String labels() {
      return settings.get(DataKeys.LABELS);
    }

    public String format() {
      return settings.get(DataKeys.FORMAT);
    }

    /** Options of Spark's data source. */
    public Map<String, String> options() {
      return settings.get(DataKeys.OPTIONS);
    }

    public List<String> label() {
      return settings.get(DataKeys.LABEL);
    }

    public List<String> features() {
      return settings.get(DataKeys.FEATURES);
    }

    public String weight() {
      return settings.get(DataKeys.WEIGHT);
    }

    public ClassWeights classWeights() {
      return ClassWeights.of(
          settings.name(DataKeys.CLASS_WEIGHTS), settings.get(DataKeys.CLASS_WEIGHTS));
    }

    public List<String> categorical() {
      return settings.get(DataKeys.CATEGORICAL);
    }

    /** True if each categorical column becomes one number, the index of its value. */
    public boolean indexed() {
      return settings.get(DataKeys.ENCODE).equals("index");
    }

    public boolean header() {
      return settings.get(DataKeys.HEADER);
    }

    public char delimiter() {
      return settings.get(DataKeys.DELIMITER);
    }

    /** The character set of CSV files: {@code auto}, or a name that Java knows. */
    public String encoding() {
      return settings.get(DataKeys.ENCODING);
    }

    /** The quote character of CSV files; 0 if there is none. */
    public char quote() {
      return settings.get(DataKeys.QUOTE);
    }

    /** The texts of missing values in CSV files. */
    public List<String> missingValues() {
      return settings.get(DataKeys.MISSING_VALUES);
    }

    public boolean meanForMissing() {
      return settings.get(DataKeys.MISSING).equals("mean");
    }

    public double validation() {
      return settings.get(DataKeys.VALIDATION);
    }

    public String scale() {
      return settings.get(DataKeys.SCALE);
    }

    /**
     * The scaling for the targets of regression, which is {@code auto} or the name of a scaling.
     */
    public String scaleTarget() {
      return settings.get(DataKeys.SCALE_TARGET);
    }

    public int partitions() {
      return settings.get(DataKeys.PARTITIONS);
    }

    public boolean skipBadRows() {
      return settings.get(DataKeys.BAD_ROWS).equals("skip");
    }

    /**
     * True if the network gets its input as sparse rows. Sparse input does not pay if most columns
     * are centred, since every row has an entry for each centred column.
     */
    public boolean sparseInput(Encoding encoding, Scaler scaler, Net net) {
      return encoding.sparse()
          && 2 * scaler.centred().length <= encoding.width()
          && encoding.density() < settings.get(DataKeys.SPARSE_BELOW)
          && net.purpose() != Purpose.AUTOENCODER
          && net.takesSparse();
    }
  }

  /** Keys {@code train.*} and {@code blas.*}. */
  public static final class Run {
    private final Settings settings;
    private final long seed;
    private final OptimizerSpec optimizer;
    private final Schedule schedule;
    private final Duration timeout;
    private final Duration maxTime;

    private Run(Settings settings, long seed) {
      this.settings = settings;
      this.seed = seed;
      optimizer = Learning.optimizer(settings);
      schedule = Learning.schedule(settings);
      timeout = Interval.time(settings.name(TrainKeys.TIMEOUT), settings.get(TrainKeys.TIMEOUT));
      String limit = settings.get(TrainKeys.MAX_TIME);
      maxTime =
          limit.isEmpty() ? Duration.ZERO : Interval.time(settings.name(TrainKeys.MAX_TIME), limit);
    }

    private void check() {
      settings.require(
          !optimizer.rule().fullBatch() || batch() == TrainKeys.ALL,
          TrainKeys.BATCH,
          batch(),
          "all, which this train.optimizer.type needs");
      settings.require(
          !searches() || optimizer.averaging().none(),
          TrainKeys.AVERAGE_TYPE,
          optimizer.averaging().type(),
          "none, since a line search takes no steps worth averaging");
      settings.require(
          !(optimizer.rule() instanceof QuasiNewton method)
              || !method.orthantWise()
              || optimizer.l1() > 0,
          TrainKeys.L1,
          optimizer.l1(),
          "a number above 0 for train.optimizer.type = owlqn; without L1 take lbfgs");
      if (!optimizer.rule().followsSchedule() && !schedule.isFixed()) {
        throw Settings.refusal(
            settings.name(TrainKeys.SCHEDULE_TYPE),
            schedule.type() + " with warmup " + schedule.warmup(),
            "fixed without warmup, since this train.optimizer.type has no learning rate that changes");
      }
    }

    public int epochs() {
      return settings.get(TrainKeys.EPOCHS);
    }

    /** Number of rows of a mini-batch, or {@link TrainKeys#ALL} for all rows. */
    public int batch() {
      return settings.get(TrainKeys.BATCH);
    }

    public long seed() {
      return seed;
    }

    public int chunk() {
      return settings.get(TrainKeys.CHUNK);
    }

    public OptimizerSpec optimizer() {
      return optimizer;
    }

    public Schedule schedule() {
      return schedule;
    }

    public String stopMetric() {
      return settings.get(TrainKeys.METRIC);
    }

    public int patience() {
      return settings.get(TrainKeys.PATIENCE);
    }

    public String blas() {
      return settings.get(PlaceKeys.LIBRARY);
    }

    public boolean requireNative() {
      return settings.get(PlaceKeys.REQUIRE).equals("native");
    }

    public String engine() {
      return settings.get(TrainKeys.ENGINE);
    }

    public Duration timeout() {
      return timeout;
    }

    public long timeoutNanos() {
      return timeout.toNanos();
    }

    /** The time after which a run stops; zero if there is no limit. */
    public Duration maxTime() {
      return maxTime;
    }

    public int ensemble() {
      return settings.get(TrainKeys.ENSEMBLE);
    }

    /** True if the optimiser uses line searches instead of single steps. */
    public boolean searches() {
      return optimizer.rule() instanceof QuasiNewton;
    }
  }

  /**
   * Keys {@code checkpoint.*}. If {@code dir} is empty, no checkpoints are saved.
   *
   * @param failureStops whether the run ends if a checkpoint cannot be saved
   */
  public record Checkpoints(String dir, Interval every, int keep, boolean failureStops) {}
}
