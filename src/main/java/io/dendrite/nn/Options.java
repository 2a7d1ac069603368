package io.dendrite.nn;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The options that a user gave one layer or loss, read strictly: every option is asked for by the
 * op, and what nobody asked for is an error. A value without a name ({@code "inner-product 300"})
 * belongs to the first option that the op asks for.
 */
public final class Options {
  /** Key of the value without a name. */
  public static final String POSITIONAL = "";

  private final String where;
  private final Map<String, Object> values;
  private final Set<String> asked = new LinkedHashSet<>();

  /**
   * @param where what the options belong to, for messages
   * @param values numbers, booleans and strings by option name
   */
  public Options(String where, Map<String, Object> values) {
    this.where = where;
    this.values = values;
  }

  /** A whole number of at least 1, without default. */
  public int count(String name) {
    return required(name, 1);
  }

  /** A whole number of at least 1. */
  public int count(String name, int otherwise) {
    return whole(name, ask(name), otherwise, 1);
  }

  /** A whole number of at least 0, without default. */
  public int index(String name) {
    return required(name, 0);
  }

  /** A whole number of at least 0. */
  public int index(String name, int otherwise) {
    return whole(name, ask(name), otherwise, 0);
  }

  private int required(String name, int least) {
    Object value = ask(name);
    if (value == null) {
      throw new IllegalArgumentException(
          where
              + ": option '"
              + name
              + "' is missing; expected a whole number of at least "
              + least);
    }
    return whole(name, value, least, least);
  }

  private int whole(String name, Object value, int otherwise, int least) {
    double number = value == null ? otherwise : number(name, value);
    if (number > Integer.MAX_VALUE) {
      throw wrong(name, value, "a whole number of at most " + Integer.MAX_VALUE);
    }
    if (!(number >= least) || number != Math.rint(number)) {
      throw wrong(name, value, "a whole number of at least " + least);
    }
    return (int) number;
  }

  /** A finite number. */
  public double number(String name, double otherwise) {
    Object value = ask(name);
    double number = value == null ? otherwise : number(name, value);
    if (!Float.isFinite((float) number)) {
      throw wrong(name, value, "a finite number");
    }
    return number;
  }

  /** A finite number above 0. */
  public double positive(String name, double otherwise) {
    Object value = ask(name);
    double number = value == null ? otherwise : number(name, value);
    if (!((float) number > 0 && Float.isFinite((float) number))) {
      throw wrong(name, value, "a number above 0");
    }
    return number;
  }

  /** One of the known texts, the first unless given. */
  public String choice(String name, String... known) {
    String value = text(name, known[0]);
    if (!List.of(known).contains(value)) {
      throw wrong(name, value, "one of " + String.join(", ", known));
    }
    return value;
  }

  /** A number of [low, high). */
  public double fraction(String name, double otherwise, double low, double high) {
    Object value = ask(name);
    double number = value == null ? otherwise : number(name, value);
    if (!(number >= low && number < high)) {
      throw wrong(name, value, "a number from " + low + " to below " + high);
    }
    return number;
  }

  /** A text. */
  public String text(String name, String otherwise) {
    Object value = ask(name);
    return value == null ? otherwise : value.toString();
  }

  /** An initialiser: {@code "he"}, {@code "normal 0.01"}. */
  public Init init(String name, String otherwise) {
    return init(name, "", text(name, otherwise));
  }

  /** An initialiser of one constant, given as a number. */
  public Init constant(String name, String otherwise) {
    return init(name, "constant ", text(name, otherwise));
  }

  private Init init(String name, String prefix, String text) {
    try {
      return Init.parse(prefix + text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": option '" + name + "': " + e.getMessage(), e);
    }
  }

  /** Refuses the options that were given and not asked for. */
  public void finish() {
    for (String name : values.keySet()) {
      if (name.equals(POSITIONAL) ? asked.isEmpty() : !asked.contains(name)) {
        String given =
            name.equals(POSITIONAL) ? "value '" + values.get(name) + "'" : "option '" + name + "'";
        throw new IllegalArgumentException(
            where
                + ": unknown "
                + given
                + "; "
                + (asked.isEmpty()
                    ? "it takes no options"
                    : "known options are " + String.join(", ", asked)));
      }
    }
  }

  private Object ask(String name) {
    boolean first = asked.isEmpty();
    asked.add(name);
    Object named = values.get(name);
    if (first && values.containsKey(POSITIONAL)) {
      if (named != null) {
        throw new IllegalArgumentException(where + ": option '" + name + "' is given twice");
      }
      return values.get(POSITIONAL);
    }
    return named;
  }

  private double number(String name, Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    try {
      return Double.parseDouble(value.toString());
    } catch (NumberFormatException e) {
      throw wrong(name, value, "a number");
    }
  }

  private IllegalArgumentException wrong(String name, Object value, String wanted) {
    return new IllegalArgumentException(
        where + ": option '" + name + "' is '" + value + "'; expected " + wanted);
  }
}
