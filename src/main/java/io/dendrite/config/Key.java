package io.dendrite.config;

/**
 * One setting, which is declared only once. All ways to give a setting a value (files, {@code
 * --set}, maps, setters), its documentation and its rule for resuming follow from the declaration.
 *
 * @param name name of the key as in a file, for example {@code train.optimizer.beta1}
 * @param preset default value, as HOCON or Java would write it
 * @param doc description of the setting; may have several lines
 */
public record Key<T>(
    String name, Type<T> type, Object preset, Check<T> check, Effect effect, String doc) {
  /** The last word of the key's name. */
  public String leaf() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** The key's name without its last word. */
  String section() {
    return name.substring(0, name.lastIndexOf('.'));
  }

  /**
   * The key's name as a parameter of an estimator: the last word of its name if no other key has
   * the same last word ({@code beta1}); otherwise the last word of its section is put before it
   * ({@code scheduleType}).
   */
  public String parameter() {
    boolean alone = Keys.ALL.stream().filter(key -> key.leaf().equals(leaf())).count() == 1;
    String section = section();
    String owner = section.substring(section.lastIndexOf('.') + 1);
    return alone ? leaf() : owner + capital(leaf());
  }

  /** The name of the key's setter ({@code setBeta1}). */
  public String setter() {
    return "set" + capital(parameter());
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  @Override
  public String toString() {
    return name;
  }
}
