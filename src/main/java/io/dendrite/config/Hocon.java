package io.dendrite.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import java.util.function.Supplier;

/**
 * Parses text in the configuration language HOCON. Errors in the text are reported in one sentence.
 */
final class Hocon {
  private Hocon() {}

  /** Parses text that the user wrote, with all features of HOCON. */
  static Config parse(String text, String origin) {
    return sentence(() -> ConfigFactory.parseString(text, options(origin, ConfigSyntax.CONF)));
  }

  /**
   * Parses a value that was recorded in a model or a checkpoint. The text is treated as data, so
   * that includes and substitutions of HOCON are not carried out.
   *
   * @throws IllegalArgumentException if the text is not one JSON value
   */
  static ConfigValue recorded(String json, String origin) {
    Config one =
        sentence(
            () ->
                ConfigFactory.parseString(
                    "{\"value\":" + json + "\n}", options(origin, ConfigSyntax.JSON)));
    if (one.root().size() != 1) {
      throw new IllegalArgumentException(origin + ": '" + json + "' is not one value");
    }
    return one.getValue("value");
  }

  static ConfigParseOptions options(String origin, ConfigSyntax syntax) {
    return ConfigParseOptions.defaults()
        .setSyntax(syntax)
        .setOriginDescription(origin)
        .setAllowMissing(false);
  }

  /**
   * Runs {@code read}, and turns an exception of the HOCON library into one with a one-sentence
   * message.
   */
  static <T> T sentence(Supplier<T> read) {
    try {
      return read.get();
    } catch (ConfigException.WrongType e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (ConfigException e) {
      throw new IllegalArgumentException("the settings cannot be read: " + e.getMessage(), e);
    }
  }
}
