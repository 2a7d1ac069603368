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
 * A checked value for every configuration key. The values come from a file and {@code --set
 * key=value}, from a map, from setters, or from the settings that a model or a checkpoint recorded.
 * If a value cannot be used, the error message is one sentence, which names settings as the user
 * wrote them: by keys, or by setters. Immutable.
 */
public final class Settings {
  /**
   * The way in which error messages name settings, which depends on where the settings come from.
   */
  public enum Door {
    /**
     * Messages name a key by its full path, such as {@code train.optimizer.beta1}, as in files, on
     * the command line and in maps.
     */
    KEYS,
    /** Messages name a key by its setter, such as {@code setBeta1}. */
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

  /** The default value of every key. Error messages name settings by their keys. */
  public static Settings defaults() {
    return new Settings(PRESETS, Door.KEYS);
  }

  /** The default value of every key. Error messages name settings by their setters. */
  public static Settings bySetters() {
    return new Settings(PRESETS, Door.SETTERS);
  }

  /**
   * Reads settings from a file, or takes the defaults if {@code file} is null. The {@code
   * key=value} settings in {@code sets} override the values from the file or the defaults.
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

  /**
   * Reads settings from a file that is bundled with the program. The {@code key=value} settings in
   * {@code sets} override the values from the file.
   */
  public static Settings bundled(String name, List<String> sets) {
    return defaults()
        .over(
            ConfigFactory.parseResources(
                Settings.class.getClassLoader(),
                "io/dendrite/" + name,
                Hocon.options("the bundled " + name, ConfigSyntax.CONF)))
        .with(sets);
  }

  /** Reads settings from HOCON text. */
  public static Settings hocon(String text) {
    return defaults().over(Hocon.sentence(() -> Hocon.parse(text, "the configuration").resolve()));
  }

  /**
   * Settings from a map of keys to numbers, booleans, texts, lists or maps. A text is parsed like
   * the value of a {@code --set} option.
   */
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

  /**
   * A copy of these settings in which one value is replaced by a number, boolean, list, map or
   * text. A text is parsed like the value of a {@code --set} option.
   */
  public Settings withPlain(Key<?> key, Object value) {
    return with(key.name(), value, name(key));
  }

  /** A copy of these settings in which HOCON text, which may set any key, overrides values. */
  public Settings withHocon(String text, String origin) {
    return over(Hocon.sentence(() -> Hocon.parse(text, origin).resolve()));
  }

  /**
   * Settings that were recorded in a model or checkpoint ({@link #texts}). Unknown keys are
   * ignored. The file may come from an untrusted source, so each text is only ever read as a value
   * of its key's type.
   *
   * @param origin name of the file, for messages
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

  /** A copy of these settings in which {@code key=value} settings override values. */
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

  /** A copy of these settings in which the value of one key is replaced. */
  public <T> Settings with(Key<T> key, T value) {
    Object plain = key.type().writer().apply(value);
    return over(value(key.name(), ConfigValueFactory.fromAnyRef(plain, name(key))));
  }

  /** A copy of these settings in which all keys of a section have their default values. */
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

  /** True if the text is one word that may stand for a value, such as {@code all}. */
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

  /** The file and line in which a value was set, or the {@code --set} option that set the value. */
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
   * @throws IllegalArgumentException if the key does not accept the value
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

  /** Creates the exception for a setting whose value does not fit the other settings. */
  static IllegalArgumentException refusal(String name, Object found, String wanted) {
    return new IllegalArgumentException(name + " is " + found + "; expected " + wanted);
  }

  /**
   * Throws an exception if {@code holds} is false, which means that the key's value does not fit
   * the other settings.
   */
  void require(boolean holds, Key<?> key, Object found, String wanted) {
    if (!holds) {
      throw refusal(name(key), found, wanted);
    }
  }

  /** The name of a key as the user wrote it: the key's path, or the key's setter. */
  public String name(Key<?> key) {
    return door == Door.SETTERS ? key.setter() : key.name();
  }

  /**
   * Rewrites a sentence so that each key in the sentence is named as the user wrote it: by its
   * path, or by its setter.
   */
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

  /**
   * Runs a check of several settings and returns its result. If the check throws an
   * IllegalArgumentException, its message is rewritten to name settings as the user wrote them: by
   * keys, or by setters.
   */
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

  /** The value of a key as text; equal values give equal texts. */
  public <T> String text(Key<T> key) {
    return text(ConfigValueFactory.fromAnyRef(key.type().writer().apply(get(key))));
  }

  /**
   * Every key with its value as text, for recording in models and checkpoints; equal values give
   * equal texts. Instead of the value of a secret, the result has the secret's default value.
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
