package io.dendrite.config;

/**
 * One setting, declared once: all doors (files, {@code --set}, maps, setters), all documents and
 * all rules of resuming come from here.
 *
 * @param name as in a file, for example {@code train.optimizer.beta1}
 * @param preset the default, as HOCON or Java would write it
 * @param doc what it is, in lines
 */
public record Key<T>(
    String name, Type<T> type, Object preset, Check<T> check, Effect effect, String doc) {
  /** The last word of the name. */
  public String leaf() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** The name without its last word. */
  String section() {
    return name.substring(0, name.lastIndexOf('.'));
  }

  /**
   * The name as a parameter of an estimator: the last word if no other key has it, else with the
   * word of its section before it ({@code beta1}, {@code scheduleType}).
   */
  public String parameter() {
    boolean alone = Keys.ALL.stream().filter(key -> key.leaf().equals(leaf())).count() == 1;
    String section = section();
    String owner = section.substring(section.lastIndexOf('.') + 1);
    return alone ? leaf() : owner + capital(leaf());
  }

  /** The name as a setter ({@code setBeta1}). */
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
