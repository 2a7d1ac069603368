package io.dendrite.optim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of entries from which users choose one by its name, in one setting. The code, the
 * documentation and the tests read the same table.
 *
 * @param <T> type of the object that the name of an entry stands for
 */
public final class Registry<T> {
  private final String key;
  private final Map<String, Entry<T>> entries = new LinkedHashMap<>();

  /**
   * One entry of the table: a name that users can choose.
   *
   * @param name name that users write in the setting
   * @param doc formula of the entry, as written in conf/reference.conf
   * @param kind object that the name stands for
   * @param shared configuration keys that affect the entry although other code reads their values
   * @param samples example values of the entry's options for tests; every sample has values for the
   *     same options
   */
  public record Entry<T>(
      String name, String doc, T kind, List<String> shared, List<Map<String, String>> samples) {

    /**
     * Makes an entry from samples given as text.
     *
     * @param samples each sample as pairs {@code option=value} separated by spaces, for example
     *     {@code "decay=0.5 every=2"}; empty text for an entry without options
     */
    static <T> Entry<T> of(
        String name, String doc, T kind, List<String> shared, String... samples) {
      List<Map<String, String>> parsed = new ArrayList<>();
      for (String sample : samples) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : sample.isEmpty() ? new String[0] : sample.split(" ")) {
          String[] option = word.split("=", 2);
          values.put(option[0], option[1]);
        }
        parsed.add(Collections.unmodifiableMap(values));
      }
      return new Entry<>(name, doc, kind, shared, List.copyOf(parsed));
    }

    /**
     * The keys, in the section of the table's setting, that this entry uses. If this entry is
     * chosen, the other keys in the section have no effect.
     */
    public List<String> keys() {
      List<String> keys = new ArrayList<>();
      samples.stream().limit(1).map(Map::keySet).forEach(keys::addAll);
      keys.addAll(shared);
      return List.copyOf(keys);
    }
  }

  /**
   * @param key name of the setting, for error messages
   */
  @SafeVarargs
  Registry(String key, Entry<T>... entries) {
    this.key = key;
    for (Entry<T> entry : entries) {
      if (this.entries.put(entry.name(), entry) != null) {
        throw new IllegalStateException(key + " has two entries '" + entry.name() + "'");
      }
    }
  }

  /**
   * The name of the setting in which users choose an entry, for example {@code
   * train.schedule.type}.
   */
  public String key() {
    return key;
  }

  /** All entries, in the order in which they are documented. */
  public Collection<Entry<T>> entries() {
    return Collections.unmodifiableCollection(entries.values());
  }

  /** Names of all entries. */
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /**
   * Returns the entry with a name.
   *
   * @throws IllegalArgumentException if there is no such entry; the message lists the known names
   */
  public Entry<T> get(String name) {
    Entry<T> entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          key + " is '" + name + "'; expected one of " + String.join(", ", entries.keySet()));
    }
    return entry;
  }
}
