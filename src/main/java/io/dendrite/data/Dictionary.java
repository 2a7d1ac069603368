package io.dendrite.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Assigns codes to names, in order of first appearance. The hash table is searched with the bytes
 * of a field as they are in the file, so a String is made only for a spelling that is new. The
 * table uses open addressing with linear probing. A slot of the table holds the index of a spelling
 * plus 1.
 */
final class Dictionary {
  private final boolean canonical;
  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private byte[][] spellings = new byte[16][];
  private int[] codeOf = new int[16];
  private int size;
  private int[] slots = new int[64];

  /**
   * A dictionary whose names are made canonical by {@link Labels#canonical}, or left as they are if
   * {@code canonical} is false.
   */
  Dictionary(boolean canonical) {
    this.canonical = canonical;
  }

  int code(byte[] b, int from, int to) {
    int mask = slots.length - 1;
    int slot = hash(b, from, to) & mask;
    while (slots[slot] != 0) {
      byte[] known = spellings[slots[slot] - 1];
      if (Arrays.equals(known, 0, known.length, b, from, to)) {
        return codeOf[slots[slot] - 1];
      }
      slot = (slot + 1) & mask;
    }
    return add(Arrays.copyOfRange(b, from, to));
  }

  String[] names() {
    return names.toArray(new String[0]);
  }

  private int add(byte[] spelling) {
    if (size == spellings.length) {
      int capacity = Growth.capacity(size, size + 1L);
      spellings = Arrays.copyOf(spellings, capacity);
      codeOf = Arrays.copyOf(codeOf, capacity);
    }
    String text = new String(spelling, StandardCharsets.UTF_8);
    String name = canonical ? Labels.canonical(text) : text;
    Integer code = codes.putIfAbsent(name, names.size());
    if (code == null) {
      code = names.size();
      names.add(name);
    }
    spellings[size] = spelling;
    codeOf[size++] = code;
    if (2 * size > slots.length) {
      slots = new int[2 * slots.length];
      for (int i = 0; i < size; i++) {
        place(i);
      }
    } else {
      place(size - 1);
    }
    return code;
  }

  private void place(int spelling) {
    byte[] b = spellings[spelling];
    int mask = slots.length - 1;
    int slot = hash(b, 0, b.length) & mask;
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = spelling + 1;
  }

  private static int hash(byte[] b, int from, int to) {
    long sum = to - from;
    for (int i = from; i < to; i++) {
      sum = 31 * sum + b[i];
    }
    return (int) RowHash.mix(sum);
  }
}
