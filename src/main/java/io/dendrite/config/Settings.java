package io.dendrite.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.dendrite.data.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;

/**
 * A value for every key, checked. Settings come through doors: a file and {@code --set key=value},
 * a map, setters, or what a model or a checkpoint recorded; what is wrong with a value is one
 * sentence in the words of the door. Immutable.
 */
public final class Settings {
  /** How keys are called where the settings come from. */
  public enum Door {
    /**
     * Messages name a key by its full path, as in files, on the command line and in maps: {@code
     * train.optimizer.beta1}.
     */
    KEYS,
    /** Setters: {@code setBeta1}. */
    SETTERS
  }

  private static final Config PRESETS = presets();

  private final Config config;
  private final Door door;

  private Settings(Config config, Door door) {
    this.config = config;
    this.door = door;
  }

  private static Config presets() {
    Map<String, Object> presets = new LinkedHashMap<>();
    Keys.ALL.forEach(key -> presets.put(key.name(), key.preset()));
    return ConfigFactory.parseMap(presets, "the defaults");
  }

  /** The defaults alone. */
  public static Settings defaults() {
    return new Settings(PRESETS, Door.KEYS);
  }

  /** The defaults alone, for settings that come by setters. */
  public static Settings bySetters() {
    return new Settings(PRESETS, Door.SETTERS);
  }

  /**
   * Settings of a file, or the defaults where it is null, with {@code key=value} settings on top.
   *
   * @throws IllegalArgumentException for an unreadable file, an unknown key or a malformed value
   */
  public static Settings read(Path file, List<String> sets) {
    if (file == null) {
      return defaults().with(sets);
    }
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          "--config " + file + ": no such file, or a directory, or it cannot be read");
    }
    return defaults()
        .over(
            Hocon.sentence(
                () ->
                    ConfigFactory.parseFile(
                            file.toFile(), Hocon.options(file.toString(), ConfigSyntax.CONF))
                        .resolve()))
        .with(sets);
  }

  /** Settings that come with the program, with {@code key=value} settings on top. */
  public static Settings bundled(String name, List<String> sets) {
    return defaults()
        .over(
            ConfigFactory.parseResources(
                Settings.class.getClassLoader(),
                "io/dendrite/" + name,
                Hocon.options("the bundled " + name, ConfigSyntax.CONF)))
        .with(sets);
  }

  /** HOCON as text. */
  public static Settings hocon(String text) {
    return defaults().over(Hocon.sentence(() -> Hocon.parse(text, "the configuration").resolve()));
  }

  /** Values by key: numbers, booleans, texts, lists and maps; texts are read as by --set. */
  public static Settings of(Map<String, ?> values) {
    Settings settings = defaults();
    for (Map.Entry<String, ?> entry : values.entrySet()) {
      settings = settings.with(entry.getKey(), entry.getValue(), "'" + entry.getKey() + "'");
    }
    return settings;
  }

  private Settings with(String name, Object value, String origin) {
    return value instanceof String text
        ? withText(name, text, origin)
        : over(value(name, ConfigValueFactory.fromAnyRef(value, origin)));
  }

  /** The same with a plain value on top: a number, boolean, list or map; texts as by --set. */
  public Settings withPlain(Key<?> key, Object value) {
    return with(key.name(), value, name(key));
  }

  /** The same with HOCON text on top, of which all keys may be set. */
  public Settings withHocon(String text, String origin) {
    return over(Hocon.sentence(() -> Hocon.parse(text, origin).resolve()));
  }

  /**
   * Settings that a model or checkpoint recorded ({@link #texts}), as far as their keys are known.
   * They are data, and may come from a stranger: each is read by its key's type.
   *
   * @param origin the file, for messages
   */
  public static Settings recorded(Map<String, String> texts, String origin) {
    Config config = PRESETS;
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      Key<?> key = Keys.of(entry.getKey());
      if (key != null) {
        String place = origin + ": setting " + key.name();
        ConfigValue value =
            isLiteral(key, entry.getValue()) || isWord(entry.getValue())
                ? ConfigValueFactory.fromAnyRef(entry.getValue(), place)
                : Hocon.recorded(entry.getValue(), place);
        config = config.withValue(key.name(), value);
      }
    }
    return new Settings(config, Door.KEYS).checked();
  }

  /** The same with {@code key=value} settings on top. */
  public Settings with(List<String> sets) {
    Settings settings = this;
    for (String set : sets) {
      int equals = set.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("--set " + set + ": expected key=value");
      }
      String key = set.substring(0, equals).trim();
      settings = settings.withText(key, set.substring(equals + 1), "--set " + key);
    }
    return settings;
  }

  /** The same with a value on top. */
  public <T> Settings with(Key<T> key, T value) {
    Object plain = key.type().writer().apply(value);
    return over(value(key.name(), ConfigValueFactory.fromAnyRef(plain, name(key))));
  }

  /** The same with the defaults of a section. */
  Settings without(Section section) {
    Config rest = config;
    for (Key<?> key : section.keys()) {
      rest = rest.withValue(key.name(), PRESETS.getValue(key.name()));
    }
    return new Settings(rest, door);
  }

  private Settings withText(String name, String text, String origin) {
    Key<?> key = Keys.of(name);
    return over(
        key != null && isLiteral(key, text)
            ? value(name, ConfigValueFactory.fromAnyRef(text, origin))
            : Hocon.parse(name + " = " + text, origin));
  }

  private static boolean isLiteral(Key<?> key, String text) {
    return switch (key.type().text()) {
      case LITERAL -> true;
      case LITERAL_UNLESS_BRACKETED -> !Type.isBracketed(text);
      case HOCON -> false;
    };
  }

  /** A word that stands for a value, such as {@code all}. */
  private static boolean isWord(String text) {
    return text.matches("[a-z][a-z-]*") && !List.of("true", "false", "null").contains(text);
  }

  private static Config value(String name, ConfigValue value) {
    List<String> path = Hocon.sentence(() -> ConfigUtil.splitPath(name));
    return ConfigFactory.empty().withValue(ConfigUtil.joinPath(path), value);
  }

  private Settings over(Config top) {
    return new Settings(Hocon.sentence(() -> top.withFallback(config)), door).checked();
  }

  private Settings checked() {
    return Hocon.sentence(
        () -> {
          config.root().forEach(this::requireKnown);
          Keys.ALL.forEach(this::get);
          return this;
        });
  }

  /** File and line, or the --set option, which has no lines. */
  private static String origin(ConfigValue value) {
    String description = value.origin().description();
    return description.startsWith("--set") ? description.replaceFirst(": 1$", "") : description;
  }

  private void requireKnown(String path, ConfigValue value) {
    if (Keys.of(path) != null) {
      return;
    }
    if (!Keys.isSection(path)) {
      throw new IllegalArgumentException(
          origin(value)
              + ": unknown key '"
              + path
              + "'; the nearest known key is '"
              + Nearest.name(path, Keys.ALL.stream().map(Key::name).toList())
              + "'");
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
    ((ConfigObject) value)
        .forEach(
            (key, child) ->
                requireKnown(path + "." + ConfigUtil.quoteString(key).replace("\"", ""), child));
  }

  /**
   * The value of a key.
   *
   * @throws IllegalArgumentException if it is none that the key takes
   */
  public <T> T get(Key<T> key) {
    T value;
    try {
      value = key.type().reader().read(config, key.name());
    } catch (Type.Mismatch e) {
      throw wrong(key, e.getMessage());
    } catch (ConfigException.WrongType | ConfigException.Null e) {
      throw wrong(key, "a " + key.type().name());
    }
    if (!key.check().holds().test(value)) {
      throw wrong(key, key.check().wanted());
    }
    return value;
  }

  private IllegalArgumentException wrong(Key<?> key, String wanted) {
    ConfigValue value = config.root().toConfig().getValue(key.name());
    String found = text(value);
    boolean quoted = value.valueType() == ConfigValueType.STRING;
    String origin = origin(value);
    return refusal(
        (origin.matches("(?s).*: \\d+") ? origin + ": " : "") + name(key),
        quoted ? "'" + found + "'" : found,
        wanted);
  }

  /** The sentence for a value that does not fit the other settings. */
  static IllegalArgumentException refusal(String name, Object found, String wanted) {
    return new IllegalArgumentException(name + " is " + found + "; expected " + wanted);
  }

  /** Refuses a value that does not fit the other settings. */
  void require(boolean holds, Key<?> key, Object found, String wanted) {
    if (!holds) {
      throw refusal(name(key), found, wanted);
    }
  }

  /** A key in the words of the door that these settings came through. */
  public String name(Key<?> key) {
    return door == Door.SETTERS ? key.setter() : key.name();
  }

  /** A sentence with every key in it called as the door calls it. */
  public String inWords(String sentence) {
    return door == Door.KEYS
        ? sentence
        : Keys.PATH
            .matcher(sentence)
            .replaceAll(
                found -> {
                  Key<?> key = Keys.of(found.group());
                  return Matcher.quoteReplacement(key == null ? found.group() : key.setter());
                });
  }

  /** What a check of several settings gives; its refusal is in the words of the door. */
  public <T> T inWords(Supplier<T> check) {
    try {
      return check.get();
    } catch (IllegalArgumentException e) {
      if (door == Door.KEYS) {
        throw e;
      }
      throw new IllegalArgumentException(inWords(String.valueOf(e.getMessage())), e);
    }
  }

  /** True if a key has its default value. */
  public boolean isDefault(Key<?> key) {
    return text(key).equals(defaults().text(key));
  }

  /** The value of a key as text, in one form for one value. */
  public <T> String text(Key<T> key) {
    return text(ConfigValueFactory.fromAnyRef(key.type().writer().apply(get(key))));
  }

  /**
   * Every key with its value as text, in one form for one value: what is recorded of a run. Of
   * secrets, the default.
   */
  public SortedMap<String, String> texts() {
    SortedMap<String, String> texts = new TreeMap<>();
    Keys.ALL.forEach(
        key ->
            texts.put(
                key.name(), key.effect() == Effect.SECRET ? defaults().text(key) : text(key)));
    return texts;
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
}
