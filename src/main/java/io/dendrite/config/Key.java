package io.dendrite.config;

/**
 * One setting, which is declared only once. From the declaration follow the ways to give the
 * setting a value (files, {@code --set}, maps, setters), its documentation, and the rule for runs
 * that are resumed.
 *
 * @param name name of the key as in a file, for example {@code train.optimizer.beta1}
 * @param preset the default value, in the form in which HOCON or Java writes it
 * @param doc description of the setting; may have several lines
 */
public record Key<T>(
    String name, Type<T> type, Object preset, Check<T> check, Effect effect, String doc) {
  /** The last word of the key's name, for example {@code beta1}. */
  public String leaf() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** The key's name without its last word, for example {@code train.optimizer}. */
  String section() {
    return name.substring(0, name.lastIndexOf('.'));
  }

  /**
   * The name of the key's parameter in a Spark ML estimator. The parameter's name is the last word
   * of the key's name ({@code beta1}). If another key has the same last word, the last word of the
   * section's name is put before the key's last word ({@code scheduleType}).
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
