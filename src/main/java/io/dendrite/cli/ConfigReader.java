package io.dendrite.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.dendrite.data.Nearest;
import io.dendrite.net.NetSpec;
import io.dendrite.optim.Schedule;
import io.dendrite.optim.Sgd;
import io.dendrite.train.Interval;
import io.dendrite.train.TrainConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads settings: reference.conf, then a file, then {@code --set key=value}. Every key must be one
 * that the reference knows.
 */
final class ConfigReader {
  private static final Config REFERENCE =
      ConfigFactory.parseResources(
          ConfigReader.class.getClassLoader(), "io/dendrite/reference.conf");

  private final Config config;

  private ConfigReader(Config config) {
    this.config = config;
  }

  /**
   * Settings of a file, or the defaults where it is null.
   *
   * @throws UsageException for an unreadable file, unknown key or malformed value
   */
  static ConfigReader read(Path file, List<String> sets) {
    Config config = REFERENCE;
    if (file != null) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new UsageException("--config " + file + ": no such file, or it cannot be read");
      }
      config =
          parse(() -> ConfigFactory.parseFile(file.toFile(), options(file.toString())).resolve())
              .withFallback(config);
    }
    return new ConfigReader(config).checked().with(sets);
  }

  /** Settings that come with the program, with {@code --set key=value} settings on top. */
  static ConfigReader bundled(String name, List<String> sets) {
    Config file =
        ConfigFactory.parseResources(
            ConfigReader.class.getClassLoader(),
            "io/dendrite/" + name,
            options("the bundled " + name));
    return new ConfigReader(file.withFallback(REFERENCE)).checked().with(sets);
  }

  /** The settings that a model or checkpoint recorded, as far as their keys are known. */
  static ConfigReader recorded(Map<String, String> settings) {
    ConfigReader reader = new ConfigReader(REFERENCE);
    for (Map.Entry<String, String> entry : settings.entrySet()) {
      if (REFERENCE.hasPathOrNull(entry.getKey())) {
        reader = reader.with(entry.getKey(), entry.getValue());
      }
    }
    return reader;
  }

  /** The same with {@code key=value} settings on top. */
  ConfigReader with(List<String> sets) {
    ConfigReader reader = this;
    for (String set : sets) {
      int equals = set.indexOf('=');
      if (equals < 1) {
        throw new UsageException("--set " + set + ": expected key=value");
      }
      reader = reader.with(set.substring(0, equals).trim(), set.substring(equals + 1));
    }
    return reader.checked();
  }

  private ConfigReader with(String key, String text) {
    List<String> path = parse(() -> ConfigUtil.splitPath(key));
    ConfigValue known = REFERENCE.hasPathOrNull(key) ? REFERENCE.getValue(key) : null;
    boolean literal =
        known != null && known.valueType() == ConfigValueType.STRING && !looksStructured(text);
    Config set =
        literal
            ? ConfigFactory.empty()
                .withValue(
                    ConfigUtil.joinPath(path), ConfigValueFactory.fromAnyRef(text, "--set " + key))
            : parse(() -> ConfigFactory.parseString(key + " = " + text, options("--set " + key)));
    return new ConfigReader(set.withFallback(config));
  }

  /** A list or object for a key whose default is a text: data.label, network.loss. */
  private static boolean looksStructured(String text) {
    String trimmed = text.trim();
    return trimmed.startsWith("[") && trimmed.endsWith("]")
        || trimmed.startsWith("{") && trimmed.endsWith("}");
  }

  private static ConfigParseOptions options(String origin) {
    return ConfigParseOptions.defaults()
        .setSyntax(ConfigSyntax.CONF)
        .setOriginDescription(origin)
        .setAllowMissing(false);
  }

  private ConfigReader checked() {
    for (Map.Entry<String, ConfigValue> entry : config.root().entrySet()) {
      check(entry.getKey(), entry.getValue());
    }
    return this;
  }

  /** File and line, or the --set option, which has no lines. */
  private static String origin(ConfigValue value) {
    String description = value.origin().description();
    return description.startsWith("--set") ? description.replaceFirst(": 1$", "") : description;
  }

  private void check(String path, ConfigValue value) {
    boolean section =
        REFERENCE.hasPathOrNull(path)
            && REFERENCE.getValue(path).valueType() == ConfigValueType.OBJECT;
    if (!REFERENCE.hasPathOrNull(path)) {
      throw new UsageException(
          origin(value)
              + ": unknown key '"
              + path
              + "'; the nearest known key is '"
              + Nearest.name(path, REFERENCE.entrySet().stream().map(Map.Entry::getKey).toList())
              + "'");
    }
    if (!section) {
      return;
    }
    if (value.valueType() != ConfigValueType.OBJECT) {
      throw new UsageException(
          origin(value)
              + ": '"
              + path
              + "' is a section, expected "
              + path
              + " { ... } or a key in it");
    }
    ((com.typesafe.config.ConfigObject) value)
        .forEach(
            (key, child) ->
                check(path + "." + ConfigUtil.quoteString(key).replace("\"", ""), child));
  }

  /** Everything that training needs. */
  TrainConfig trainConfig() {
    if (config.getString("data.train").isBlank()) {
      throw new UsageException("data.train is empty; set it to a file, a directory or a glob");
    }
    return parse(
        () ->
            new TrainConfig(
                data(),
                network(),
                run(),
                new TrainConfig.Checkpoints(
                    config.getString("checkpoint.dir"),
                    Interval.parse("checkpoint.every", config.getString("checkpoint.every")),
                    integer("checkpoint.keep")),
                required("model.dir"),
                settings()));
  }

  /** The keys {@code data.*}. */
  TrainConfig.Data dataConfig() {
    return parse(this::data);
  }

  /** The BLAS to use. */
  String blas() {
    return parse(() -> choice("blas.library", "auto", "bundled", "system", "java"));
  }

  /** The keys that say how to read rows. */
  static List<String> dataKeys() {
    return REFERENCE.entrySet().stream()
        .map(Map.Entry::getKey)
        .filter(key -> key.startsWith("data."))
        .toList();
  }

  private TrainConfig.Data data() {
    return new TrainConfig.Data(
        config.getString("data.train"),
        config.getString("data.test"),
        config.getString("data.labels"),
        config.getString("data.format"),
        texts("data.label"),
        texts("data.features"),
        config.getString("data.weight"),
        texts("data.categorical"),
        config.getBoolean("data.header"),
        character("data.delimiter", false),
        character("data.quote", true),
        choice("data.missing", "fail", "mean").equals("mean"),
        config.getDouble("data.validation"),
        config.getString("data.scale"),
        integer("data.partitions"),
        choice("data.badRows", "fail", "skip").equals("skip"));
  }

  private NetSpec network() {
    Object loss = config.getValue("network.loss").unwrapped();
    ConfigList layers = config.getList("network.layers");
    boolean classes =
        choice("network.task", "classification", "regression").equals("classification");
    return NetSpec.of(layers.unwrapped(), loss, classes);
  }

  private TrainConfig.Run run() {
    choice("train.optimizer.type", "sgd");
    Schedule schedule =
        new Schedule(
            config.getString("train.schedule.type"),
            config.getDouble("train.optimizer.rate"),
            config.getDouble("train.schedule.decay"),
            integer("train.schedule.every"),
            config.getDouble("train.schedule.power"),
            config.getDouble("train.schedule.warmup"));
    return new TrainConfig.Run(
        integer("train.epochs"),
        integer("train.batch"),
        config.getLong("train.seed"),
        integer("train.chunk"),
        new Sgd(
            (float) config.getDouble("train.optimizer.momentum"),
            config.getBoolean("train.optimizer.nesterov")),
        (float) config.getDouble("train.optimizer.weightDecay"),
        config.getDouble("train.optimizer.clipNorm"),
        schedule,
        config.getString("train.stop.metric"),
        integer("train.stop.patience"),
        blas(),
        choice("blas.require", "any", "native").equals("native"));
  }

  /** Every key with its value as text, in one form for one value. */
  SortedMap<String, String> settings() {
    SortedMap<String, String> settings = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry : REFERENCE.entrySet()) {
      settings.put(entry.getKey(), text(config.getValue(entry.getKey())));
    }
    return settings;
  }

  private static String text(ConfigValue value) {
    if (value.valueType() == ConfigValueType.STRING) {
      return (String) value.unwrapped();
    }
    if (value.unwrapped() instanceof Number number) {
      double real = number.doubleValue();
      return real == Math.rint(real) && Math.abs(real) < 1e15
          ? Long.toString((long) real)
          : Double.toString(real);
    }
    return value.render(ConfigRenderOptions.concise());
  }

  private int integer(String key) {
    double value = config.getDouble(key);
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw new UsageException(key + " is " + value + "; expected a whole number");
    }
    return (int) value;
  }

  private String required(String key) {
    String text = config.getString(key);
    if (text.isBlank()) {
      throw new UsageException(key + " is empty; expected a directory");
    }
    return text;
  }

  private List<String> texts(String key) {
    ConfigValue value = config.getValue(key);
    if (value.valueType() == ConfigValueType.LIST) {
      return config.getStringList(key);
    }
    String text = config.getString(key);
    return text.isEmpty() ? List.of() : List.of(text);
  }

  private String choice(String key, String... known) {
    String value = config.getString(key);
    if (!List.of(known).contains(value)) {
      throw new UsageException(
          key + " is '" + value + "'; expected one of " + String.join(", ", known));
    }
    return value;
  }

  private char character(String key, boolean mayBeEmpty) {
    String text = config.getString(key);
    if (text.equals("\\t")) {
      return '\t';
    }
    if (text.isEmpty() && mayBeEmpty) {
      return 0;
    }
    if (text.length() != 1) {
      throw new UsageException(key + " is '" + text + "'; expected one character");
    }
    return text.charAt(0);
  }

  private interface Read<T> {
    T get();
  }

  private static <T> T parse(Read<T> read) {
    try {
      return read.get();
    } catch (ConfigException.WrongType e) {
      throw new UsageException(e.getMessage());
    } catch (ConfigException e) {
      throw new UsageException("the settings cannot be read: " + e.getMessage());
    } catch (UsageException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
