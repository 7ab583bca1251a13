package io.gostacker.verify.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What was found, counted by rule, the first of each in words.
public final class Findings {
  private static final int IN_WORDS = 10;

  private final Map<Rule, Long> counts = new EnumMap<>(Rule.class);
  private final List<String> words = new ArrayList<>();

  void add(Rule rule, Supplier<String> what) {
    long count = counts.merge(rule, 1L, Long::sum);
    if (count <= IN_WORDS) {
      words.add(rule + ": " + what.get());
    }
  }

  public long count(Rule rule) {
    return counts.getOrDefault(rule, 0L);
  }

  public Map<Rule, Long> counts() {
    return counts;
  }

  public boolean isEmpty() {
    return counts.isEmpty();
  }

  /// Up to ten of each rule.
  public List<String> words() {
    return words;
  }
}
