package io.dendrite.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A section of the settings. Calls of the methods of a section declare its keys. */
final class Section {
  private final String name;
  private final String doc;
  private final List<Key<?>> keys = new ArrayList<>();

  Section(String name, String doc) {
    this.name = name;
    this.doc = doc;
  }

  String name() {
    return name;
  }

  String doc() {
    return doc;
  }

  /** The keys of the section, in the order of their declarations. */
  List<Key<?>> keys() {
    return Collections.unmodifiableList(keys);
  }

  /** Declares a key for which every value of its type is allowed. */
  <T> Key<T> key(String leaf, Type<T> type, Object preset, Effect effect, String doc) {
    return key(leaf, type, preset, Check.any(), effect, doc);
  }

  /** Declares a key. */
  <T> Key<T> key(
      String leaf, Type<T> type, Object preset, Check<T> check, Effect effect, String doc) {
    Key<T> key = new Key<>(name + "." + leaf, type, preset, check, effect, doc.stripTrailing());
    keys.add(key);
    return key;
  }
}
