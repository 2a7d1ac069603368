package io.dendrite.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The type of a key's values: how values are read from HOCON and from {@code --set}, and how values
 * are converted to HOCON.
 *
 * @param name name of the type in messages, such as "whole number"
 * @param text how {@code --set KEY=TEXT} is read
 * @param reader reads a value from HOCON
 * @param writer converts a value to the object that stands for it in HOCON
 */
public record Type<T>(String name, Text text, Reader<T> reader, Function<T, Object> writer) {
  private Type(String name, Text text, Reader<T> reader) {
    this(name, text, reader, value -> value);
  }

  /** How the text of {@code --set KEY=TEXT}, or of a recorded setting, is parsed. */
  enum Text {
    /** The text is the value, whatever it contains, for example a name, a URI or a glob. */
    LITERAL,
    /** Text in brackets is parsed as a list or an object. Any other text is itself the value. */
    LITERAL_UNLESS_BRACKETED,
    /** The text is parsed as a value of HOCON. */
    HOCON
  }

  /**
   * Reads the value at a path. The messages of exceptions do not have the key's name; the caller
   * adds the name.
   */
  interface Reader<T> {
    T read(Config config, String path);
  }

  /** Thrown if a value is not of the key's type. */
  static final class Mismatch extends RuntimeException {
    private static final long serialVersionUID = 1;

    Mismatch(String wanted) {
      super(wanted);
    }
  }

  static final Type<String> TEXT = new Type<>("text", Text.LITERAL, Config::getString);

  static final Type<Boolean> FLAG =
      new Type<>("true or false", Text.HOCON, reader(Config::getBoolean, "true or false"));

  static final Type<Double> NUMBER =
      new Type<>("number", Text.HOCON, reader(Config::getDouble, "a number"));

  static final Type<Integer> WHOLE =
      new Type<>("whole number", Text.HOCON, (config, path) -> (int) whole(config, path, 1L << 31));

  /** A whole number up to 2^53. Numbers in HOCON represent all such whole numbers exactly. */
  static final Type<Long> SEED =
      new Type<>("whole number", Text.HOCON, (config, path) -> whole(config, path, 1L << 53));

  /** A text, or a list of texts; an empty text means an empty list. */
  static final Type<List<String>> TEXTS = texts(Text.HOCON);

  /**
   * A text, or a list of texts. Unlike {@link #TEXTS}, text without brackets is not parsed as
   * HOCON.
   */
  static final Type<List<String>> TEXT_OR_TEXTS = texts(Text.LITERAL_UNLESS_BRACKETED);

  /** A list with elements of any type. */
  static final Type<List<Object>> LIST =
      new Type<>(
          "list",
          Text.HOCON,
          reader(
              (config, path) -> Collections.unmodifiableList(config.getList(path).unwrapped()),
              "a list"));

  /** A text, a list or an object. */
  static final Type<Object> TEXT_OR_STRUCTURE =
      new Type<>(
          "text, list or object",
          Text.LITERAL_UNLESS_BRACKETED,
          (config, path) -> config.getValue(path).unwrapped());

  /**
   * An object that maps names of options to texts. The names of nested objects are joined by dots.
   */
  static final Type<Map<String, String>> OPTIONS =
      new Type<>(
          "object",
          Text.HOCON,
          reader(
              (config, path) -> {
                Map<String, String> options = new TreeMap<>();
                flatten("", config.getObject(path).unwrapped(), options);
                return Collections.unmodifiableMap(options);
              },
              "an object of options, {name = value, ..}"),
          options -> options);

  private static void flatten(String prefix, Map<?, ?> from, Map<String, String> options) {
    from.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> inner) {
            flatten(prefix + name + ".", inner, options);
          } else {
            options.put(prefix + name, String.valueOf(value));
          }
        });
  }

  private static Type<List<String>> texts(Text text) {
    boolean list = text == Text.HOCON;
    return new Type<>(
        "text, or list of texts",
        text,
        (config, path) -> {
          if (config.getValue(path).unwrapped() instanceof List) {
            return reader(Config::getStringList, "a list of texts").read(config, path);
          }
          String one = reader(Config::getString, "a text or a list of texts").read(config, path);
          return one.isEmpty() ? List.of() : List.of(one);
        },
        texts ->
            list || texts.size() > 1 || texts.size() == 1 && isBracketed(texts.get(0))
                ? texts
                : texts.isEmpty() ? "" : texts.get(0));
  }

  /** True if the text is in brackets, so that it is parsed as a list or an object. */
  static boolean isBracketed(String text) {
    return text.trim().matches("(?s)\\[.*]|\\{.*}");
  }

  /**
   * One character, where {@code \t} stands for a tab. If {@code mayBeEmpty} is true, an empty text
   * stands for no character.
   */
  static Type<Character> character(boolean mayBeEmpty) {
    return new Type<>(
        "character",
        Text.LITERAL,
        (config, path) -> {
          String text = config.getString(path);
          if (text.equals("\\t")) {
            return '\t';
          }
          if (text.isEmpty() && mayBeEmpty) {
            return (char) 0;
          }
          if (text.length() != 1) {
            throw new Mismatch("one character");
          }
          return text.charAt(0);
        },
        value -> value == 0 ? "" : value.toString());
  }

  /** A whole number, or a word that stands for the whole number {@code meaning}. */
  static Type<Integer> wholeOr(String word, int meaning, String wanted) {
    return new Type<>(
        "whole number or " + word,
        Text.HOCON,
        (config, path) -> {
          if (word.equals(config.getValue(path).unwrapped())) {
            return meaning;
          }
          try {
            return (int) whole(config, path, 1L << 31);
          } catch (Mismatch e) {
            throw new Mismatch(wanted);
          }
        },
        value -> value == meaning ? word : value);
  }

  private static long whole(Config config, String path, long limit) {
    double value = NUMBER.reader.read(config, path);
    if (value != Math.rint(value) || Math.abs(value) >= limit) {
      throw new Mismatch("a whole number below " + limit);
    }
    return (long) value;
  }

  private static <T> Reader<T> reader(Reader<T> reader, String wanted) {
    return (config, path) -> {
      try {
        return reader.read(config, path);
      } catch (ConfigException.WrongType e) {
        throw new Mismatch(wanted);
      }
    };
  }
}
