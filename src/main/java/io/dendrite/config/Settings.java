package io.dendrite.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.dendrite.data.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Settings by key: reference.conf, then a file, then {@code --set key=value}. Every key must be one
 * that the reference knows; every value that cannot be read is one sentence.
 */
public final class Settings {
  private static final Config REFERENCE =
      ConfigFactory.parseResources(Settings.class.getClassLoader(), "io/dendrite/reference.conf");

  /** Keys whose default is a text, but which may also be a list or an object. */
  private static final Set<String> TEXT_OR_STRUCTURE =
      Set.of("data.label", "data.classWeights", "network.loss");

  private final Config config;

  private Settings(Config config) {
    this.config = config;
  }

  /**
   * Settings of a file, or the defaults where it is null.
   *
   * @throws IllegalArgumentException for an unreadable file, unknown key or malformed value
   */
  public static Settings read(Path file, List<String> sets) {
    Config config = REFERENCE;
    if (file != null) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new IllegalArgumentException(
            "--config " + file + ": no such file, or a directory, or it cannot be read");
      }
      config =
          parse(() -> ConfigFactory.parseFile(file.toFile(), options(file.toString())).resolve())
              .withFallback(config);
    }
    return new Settings(config).checked().with(sets);
  }

  /** Settings that come with the program, with {@code --set key=value} settings on top. */
  public static Settings bundled(String name, List<String> sets) {
    Config file =
        ConfigFactory.parseResources(
            Settings.class.getClassLoader(), "io/dendrite/" + name, options("the bundled " + name));
    return new Settings(file.withFallback(REFERENCE)).checked().with(sets);
  }

  /** The settings that a model or checkpoint recorded, as far as their keys are known. */
  public static Settings recorded(Map<String, String> settings) {
    Settings reader = new Settings(REFERENCE);
    for (Map.Entry<String, String> entry : settings.entrySet()) {
      if (REFERENCE.hasPathOrNull(entry.getKey())) {
        reader = reader.with(entry.getKey(), entry.getValue());
      }
    }
    return reader;
  }

  /** The same with {@code key=value} settings on top. */
  public Settings with(List<String> sets) {
    Settings reader = this;
    for (String set : sets) {
      int equals = set.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("--set " + set + ": expected key=value");
      }
      reader = reader.with(set.substring(0, equals).trim(), set.substring(equals + 1));
    }
    return reader.checked();
  }

  private Settings with(String key, String text) {
    List<String> path = parse(() -> ConfigUtil.splitPath(key));
    ConfigValue known = REFERENCE.hasPathOrNull(key) ? REFERENCE.getValue(key) : null;
    boolean literal =
        known != null && known.valueType() == ConfigValueType.STRING && !isStructure(key, text);
    Config set =
        literal
            ? ConfigFactory.empty()
                .withValue(
                    ConfigUtil.joinPath(path), ConfigValueFactory.fromAnyRef(text, "--set " + key))
            : parse(() -> ConfigFactory.parseString(key + " = " + text, options("--set " + key)));
    return new Settings(set.withFallback(config));
  }

  private static boolean isStructure(String key, String text) {
    return TEXT_OR_STRUCTURE.contains(key) && text.trim().matches("(?s)\\[.*]|\\{.*}");
  }

  private static ConfigParseOptions options(String origin) {
    return ConfigParseOptions.defaults()
        .setSyntax(ConfigSyntax.CONF)
        .setOriginDescription(origin)
        .setAllowMissing(false);
  }

  private Settings checked() {
    return parse(
        () -> {
          config.root().forEach(this::check);
          return this;
        });
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
      throw new IllegalArgumentException(
          origin(value)
              + ": unknown key '"
              + path
              + "'; the nearest known key is '"
              + Nearest.name(path, keys())
              + "'");
    }
    if (!section) {
      return;
    }
    if (value.valueType() != ConfigValueType.OBJECT) {
      throw new IllegalArgumentException(
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

  /** Every key. */
  public static List<String> keys() {
    return REFERENCE.entrySet().stream().map(Map.Entry::getKey).toList();
  }

  /** The settings of reference.conf alone. */
  static Settings defaults() {
    return new Settings(REFERENCE);
  }

  /** Has a key its default? */
  boolean isDefault(String key) {
    return text(config.getValue(key)).equals(text(REFERENCE.getValue(key)));
  }

  /** Every key with its value as text, in one form for one value. */
  SortedMap<String, String> texts() {
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

  Object value(String key) {
    return parse(() -> config.getValue(key).unwrapped());
  }

  List<Object> list(String key) {
    return parse(() -> new ArrayList<>(config.getList(key).unwrapped()));
  }

  public String text(String key) {
    return parse(() -> config.getString(key));
  }

  boolean flag(String key) {
    return parse(() -> config.getBoolean(key));
  }

  double number(String key) {
    return parse(() -> config.getDouble(key));
  }

  long seed(String key) {
    double value = number(key);
    if (value != Math.rint(value) || Math.abs(value) >= 0x1p53) {
      throw new IllegalArgumentException(
          key + " is " + text(key) + "; expected a whole number below 2^53");
    }
    return (long) value;
  }

  int integer(String key) {
    double value = number(key);
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          key + " is " + value + "; expected a whole number up to " + Integer.MAX_VALUE);
    }
    return (int) value;
  }

  String required(String key, String expected) {
    String text = text(key);
    if (text.isBlank()) {
      throw new IllegalArgumentException(key + " is empty; expected " + expected);
    }
    return text;
  }

  List<String> texts(String key) {
    if (value(key) instanceof List) {
      return parse(() -> config.getStringList(key));
    }
    String text = text(key);
    return text.isEmpty() ? List.of() : List.of(text);
  }

  String choice(String key, String... known) {
    String value = text(key);
    if (!List.of(known).contains(value)) {
      throw new IllegalArgumentException(
          key + " is '" + value + "'; expected one of " + String.join(", ", known));
    }
    return value;
  }

  char character(String key, boolean mayBeEmpty) {
    String text = text(key);
    if (text.equals("\\t")) {
      return '\t';
    }
    if (text.isEmpty() && mayBeEmpty) {
      return 0;
    }
    if (text.length() != 1) {
      throw new IllegalArgumentException(key + " is '" + text + "'; expected one character");
    }
    return text.charAt(0);
  }

  /** Something read from settings. */
  interface Read<T> {
    T get();
  }

  /** Turns what the reader of HOCON throws into one sentence. */
  static <T> T parse(Read<T> read) {
    try {
      return read.get();
    } catch (ConfigException.WrongType e) {
      throw new IllegalArgumentException(e.getMessage());
    } catch (ConfigException e) {
      throw new IllegalArgumentException("the settings cannot be read: " + e.getMessage());
    }
  }
}
