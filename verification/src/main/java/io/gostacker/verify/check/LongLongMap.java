package io.gostacker.verify.check;

import java.util.Arrays;

/// Numbers by numbers, without an object for each: open addressing with linear probing.
final class LongLongMap {
  private static final long ABSENT = Long.MIN_VALUE;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L; // 2^64 / the golden ratio: spreads keys

  private long[] keys = new long[1 << 10];
  private long[] values = new long[1 << 10];
  private int size;

  /// What is called for each entry.
  interface Visitor {
    void visit(long key, long value);
  }

  LongLongMap() {
    Arrays.fill(keys, ABSENT);
  }

  private static int slot(long key, long[] keys) {
    int mask = keys.length - 1;
    int at = (int) ((key * GOLDEN) >>> Integer.SIZE) & mask;
    while (keys[at] != ABSENT && keys[at] != key) {
      at = (at + 1) & mask;
    }
    return at;
  }

  /// The value, or `otherwise`.
  long get(long key, long otherwise) {
    int at = slot(key, keys);
    return keys[at] == key ? values[at] : otherwise;
  }

  boolean contains(long key) {
    return keys[slot(key, keys)] == key;
  }

  /// @param key not [Long#MIN_VALUE]
  void put(long key, long value) {
    int at = slot(key, keys);
    if (keys[at] == ABSENT && ++size > keys.length / 2) {
      grow();
      at = slot(key, keys);
    }
    keys[at] = key;
    values[at] = value;
  }

  private void grow() {
    long[] moreKeys = new long[keys.length * 2];
    long[] moreValues = new long[keys.length * 2];
    Arrays.fill(moreKeys, ABSENT);
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != ABSENT) {
        int at = slot(keys[i], moreKeys);
        moreKeys[at] = keys[i];
        moreValues[at] = values[i];
      }
    }
    keys = moreKeys;
    values = moreValues;
  }

  int size() {
    return size;
  }

  void forEach(Visitor visitor) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != ABSENT) {
        visitor.visit(keys[i], values[i]);
      }
    }
  }
}
