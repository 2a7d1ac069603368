package io.dendrite.nn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The options that a user gave one layer or loss. The code of the layer or loss asks this object
 * for every option that the layer or loss has. An option that the user gave, but for which the code
 * did not ask, is an error. A value without a name ({@code "inner-product 300"}) belongs to the
 * first option for which the code asks. The documentation lists the options for which the code
 * asked.
 */
public final class Options {
  /** Key in the map of options under which a value without a name is stored. */
  public static final String POSITIONAL = "";

  private final String where;
  private final Map<String, Object> values;
  private final Map<String, Option> asked = new LinkedHashMap<>();

  /**
   * @param where layer or loss to which the options belong, for error messages
   * @param values values of the options (numbers, booleans and strings) by option name
   */
  public Options(String where, Map<String, Object> values) {
    this.where = where;
    this.values = values;
  }

  /** Asks for a required whole number of at least 1. */
  public int count(String name) {
    return required(name, 1);
  }

  /** Asks for a whole number of at least 1, with the default {@code otherwise}. */
  public int count(String name, int otherwise) {
    return whole(name, Integer.toString(otherwise), otherwise, 1);
  }

  /**
   * Asks for a whole number of at least 1. If the user did not give this option, it has the value
   * of another option.
   *
   * @param same name of the other option, whose value is the default
   * @param otherwise value of the option {@code same}
   */
  public int count(String name, String same, int otherwise) {
    return whole(name, same, otherwise, 1);
  }

  /** Asks for a required whole number of at least 0. */
  public int index(String name) {
    return required(name, 0);
  }

  /** Asks for a whole number of at least 0, with the default {@code otherwise}. */
  public int index(String name, int otherwise) {
    return whole(name, Integer.toString(otherwise), otherwise, 0);
  }

  private int required(String name, int least) {
    String expected = "a whole number of at least " + least;
    Object value = ask(name, expected, null);
    if (value == null) {
      throw new IllegalArgumentException(
          where + ": option '" + name + "' is missing; expected " + expected);
    }
    return whole(name, value, least);
  }

  private int whole(String name, String text, int otherwise, int least) {
    Object value = ask(name, "a whole number of at least " + least, text);
    return value == null ? otherwise : whole(name, value, least);
  }

  private int whole(String name, Object value, int least) {
    double number = number(name, value);
    if (number > Integer.MAX_VALUE) {
      throw wrong(name, value, "a whole number of at most " + Integer.MAX_VALUE);
    }
    if (!(number >= least) || number != Math.rint(number)) {
      throw wrong(name, value, "a whole number of at least " + least);
    }
    return (int) number;
  }

  /** Asks for a finite number, with the default {@code otherwise}. */
  public double number(String name, double otherwise) {
    String expected = "a finite number";
    Object value = ask(name, expected, text(otherwise));
    double number = value == null ? otherwise : number(name, value);
    if (!Float.isFinite((float) number)) {
      throw wrong(name, value, expected);
    }
    return number;
  }

  /** Asks for a finite number above 0, with the default {@code otherwise}. */
  public double positive(String name, double otherwise) {
    String expected = "a number above 0";
    Object value = ask(name, expected, text(otherwise));
    double number = value == null ? otherwise : number(name, value);
    if (!((float) number > 0 && Float.isFinite((float) number))) {
      throw wrong(name, value, expected);
    }
    return number;
  }

  /** Asks for one of the texts {@code known}; the first of these texts is the default. */
  public String choice(String name, String... known) {
    String expected = "one of " + String.join(", ", known);
    Object value = ask(new Option(name, expected, List.of(known), known[0]));
    String text = value == null ? known[0] : value.toString();
    if (!List.of(known).contains(text)) {
      throw wrong(name, text, expected);
    }
    return text;
  }

  /**
   * Asks for a number from {@code low} (inclusive) to {@code high} (exclusive), with the default
   * {@code otherwise}.
   */
  public double fraction(String name, double otherwise, double low, double high) {
    String expected = "a number from " + low + " to below " + high;
    Object value = ask(name, expected, text(otherwise));
    double number = value == null ? otherwise : number(name, value);
    if (!(number >= low && number < high)) {
      throw wrong(name, value, expected);
    }
    return number;
  }

  /** True if the user gave the option by its name. */
  boolean names(String name) {
    return values.get(name) != null;
  }

  /** Asks for an initialiser, such as {@code "he"} or {@code "normal 0.01"}. */
  public Init init(String name, String otherwise) {
    return init(name, "", ask(name, "an initialiser", otherwise), otherwise);
  }

  /** Asks for a number, and returns an initialiser that sets every element to this number. */
  public Init constant(String name, String otherwise) {
    return init(name, "constant ", ask(name, "a number", otherwise), otherwise);
  }

  private Init init(String name, String prefix, Object value, String otherwise) {
    try {
      return Init.parse(prefix + (value == null ? otherwise : value));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": option '" + name + "': " + e.getMessage(), e);
    }
  }

  /** A number as users write it, for example 1, 0.5 or 1e-5. */
  private static String text(double value) {
    return Double.toString(value).replace('E', 'e').replaceFirst("\\.0(?=e|$)", "");
  }

  /** The options for which the code of the layer or loss asked, in the order of asking. */
  List<Option> asked() {
    return List.copyOf(asked.values());
  }

  /**
   * Throws an exception if the user gave an option for which the code of the layer or loss did not
   * ask.
   */
  public void finish() {
    for (String name : values.keySet()) {
      if (name.equals(POSITIONAL) ? asked.isEmpty() : !asked.containsKey(name)) {
        String given =
            name.equals(POSITIONAL) ? "value '" + values.get(name) + "'" : "option '" + name + "'";
        throw new IllegalArgumentException(
            where
                + ": unknown "
                + given
                + "; "
                + (asked.isEmpty()
                    ? "it takes no options"
                    : "known options are " + String.join(", ", asked.keySet())));
      }
    }
  }

  private Object ask(String name, String expected, String otherwise) {
    return ask(new Option(name, expected, List.of(), otherwise));
  }

  private Object ask(Option option) {
    String name = option.name();
    boolean first = asked.isEmpty();
    asked.put(name, option);
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
