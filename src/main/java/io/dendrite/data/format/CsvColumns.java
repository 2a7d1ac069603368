package io.dendrite.data.format;

import io.dendrite.data.Nearest;
import io.dendrite.data.RawBlock.Schema;
import io.dendrite.data.RawBlock.Target;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * For each column of a CSV file, its role (such as numeric feature or label) and its position among
 * the columns of this role.
 */
final class CsvColumns implements Serializable {
  private static final long serialVersionUID = 1;

  enum Role {
    IGNORED,
    NUMBER,
    CATEGORY,
    TARGET,
    CLASS,
    WEIGHT
  }

  final Role[] roles;
  final int[] positions;
  final Schema schema;
  final List<String> numbers = new ArrayList<>();
  final List<String> categories = new ArrayList<>();
  private final boolean named;
  private final List<String> names;

  CsvColumns(CsvSettings settings) {
    named = settings.header() != null;
    names = named ? settings.header() : indexNames(settings.columns());
    roles = new Role[names.size()];
    Arrays.fill(roles, Role.IGNORED);
    positions = new int[names.size()];
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (index.putIfAbsent(names.get(i), i) != null) {
        throw new IllegalArgumentException(
            "the header names column " + show(names.get(i)) + " twice");
      }
    }
    Set<String> taken = targets(settings, index);
    features(settings, index, taken);
    int targetWidth =
        settings.needLabel() && !settings.labelIsClass() ? settings.label().size() : 0;
    Target target = targetWidth > 0 ? Target.NUMBERS : Target.NONE;
    target = settings.needLabel() && settings.labelIsClass() ? Target.CLASS : target;
    boolean weighted = settings.needLabel() && !settings.weight().isEmpty();
    schema = new Schema(numbers.size(), false, target, targetWidth, categories.size(), weighted);
  }

  /**
   * The text by which error messages name a column, such as {@code column 3 (age)}. If there is no
   * header, the text has the column's index instead of its name.
   */
  String place(int column) {
    return named
        ? "column " + (column + 1) + " (" + names.get(column) + ")"
        : "column with index " + column;
  }

  private static List<String> indexNames(int columns) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      names.add(Integer.toString(i));
    }
    return names;
  }

  private Set<String> targets(CsvSettings settings, Map<String, Integer> index) {
    if (settings.needLabel() && settings.label().isEmpty()) {
      throw new IllegalArgumentException("no label column is given; the columns are " + list());
    }
    if (settings.needLabel() && settings.labelIsClass() && settings.label().size() > 1) {
      throw new IllegalArgumentException(
          "classification takes one label column, got " + settings.label());
    }
    Set<String> taken = new LinkedHashSet<>();
    Role role = settings.labelIsClass() ? Role.CLASS : Role.TARGET;
    for (String label : settings.label()) {
      if (!taken.add(label)) {
        throw new IllegalArgumentException("label column " + show(label) + " is given twice");
      }
      assign("label", label, role, taken.size() - 1, settings.needLabel(), index);
    }
    if (!settings.weight().isEmpty()) {
      if (!taken.add(settings.weight())) {
        throw new IllegalArgumentException(
            "column " + show(settings.weight()) + " is both label and weight");
      }
      assign("weight", settings.weight(), Role.WEIGHT, 0, settings.needLabel(), index);
    }
    return taken;
  }

  private void features(CsvSettings settings, Map<String, Integer> index, Set<String> taken) {
    List<String> chosen = settings.features();
    if (chosen.isEmpty()) {
      chosen = new ArrayList<>(names);
      chosen.removeAll(taken);
    }
    Set<String> asNames = new LinkedHashSet<>(settings.categorical());
    for (String name : asNames) {
      int at = find("categorical", name, index);
      if (!chosen.contains(names.get(at))) {
        throw new IllegalArgumentException(
            "categorical column " + show(name) + " is not among the features");
      }
    }
    Set<String> seen = new LinkedHashSet<>();
    for (String name : chosen) {
      if (taken.contains(name)) {
        throw new IllegalArgumentException(
            "column " + show(name) + " is both a feature and the label or weight");
      }
      if (!seen.add(name)) {
        throw new IllegalArgumentException("feature column " + show(name) + " is given twice");
      }
      boolean category = asNames.contains(name);
      List<String> group = category ? categories : numbers;
      Role role = category ? Role.CATEGORY : Role.NUMBER;
      assign("feature", name, role, group.size(), true, index);
      group.add(name);
    }
    if (seen.isEmpty()) {
      throw new IllegalArgumentException("no feature column is left; the columns are " + list());
    }
  }

  /**
   * Assigns a role to a column of the file. A column that is not used is ignored, and need not
   * exist in the file.
   */
  private void assign(
      String what, String name, Role role, int position, boolean used, Map<String, Integer> index) {
    if (!used && !index.containsKey(name)) {
      return;
    }
    int at = find(what, name, index);
    roles[at] = used ? role : Role.IGNORED;
    positions[at] = position;
  }

  private int find(String what, String name, Map<String, Integer> index) {
    Integer at = index.get(name);
    if (at != null) {
      return at;
    }
    throw new IllegalArgumentException(
        named
            ? "%s column %s is not in the header; the nearest is %s"
                .formatted(what, show(name), show(Nearest.name(name, names)))
            : "%s column %s: without a header a column is an index from 0 to %d"
                .formatted(what, show(name), names.size() - 1));
  }

  private static String show(String name) {
    return "\"" + name + "\"";
  }

  private String list() {
    List<String> first = names.subList(0, Math.min(20, names.size()));
    return String.join(", ", first) + (first.size() < names.size() ? ", ..." : "");
  }
}
