package io.dendrite.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The list of all keys, by section, in the order of {@code conf/reference.conf}. */
public final class Keys {
  static final List<Section> SECTIONS =
      Stream.of(
              DataKeys.SECTIONS,
              NetworkKeys.SECTIONS,
              TrainKeys.SECTIONS,
              PretrainKeys.SECTIONS,
              PlaceKeys.SECTIONS)
          .flatMap(List::stream)
          .toList();

  /** Every key of every section. */
  public static final List<Key<?>> ALL =
      SECTIONS.stream().<Key<?>>flatMap(section -> section.keys().stream()).toList();

  /**
   * Matches words in a sentence that may be names of keys. Parts of file paths or of longer names
   * do not match.
   */
  static final Pattern PATH =
      Pattern.compile("(?<![\\w./-])[a-z]+(\\.[a-zA-Z0-9]+)+(?![\\w/-]|\\.\\w)");

  private static final Map<String, Key<?>> BY_NAME = new TreeMap<>();

  static {
    ALL.forEach(key -> BY_NAME.put(key.name(), key));
  }

  private Keys() {}

  /** The key with the given name; null if there is no such key. */
  public static Key<?> of(String name) {
    return BY_NAME.get(name);
  }

  /**
   * True if the given name is the name of a section, or a common prefix of the names of several
   * sections.
   */
  static boolean isSection(String name) {
    return BY_NAME.keySet().stream().anyMatch(key -> key.startsWith(name + "."));
  }
}
