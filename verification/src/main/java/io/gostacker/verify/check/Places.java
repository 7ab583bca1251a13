package io.gostacker.verify.check;

import io.gostacker.verify.history.Content;

/// What stands, and was ever seen, at each place of each conversation.
final class Places {
  private static final int SEQ_BITS = 42;
  private static final long SEQ_MASK = (1L << SEQ_BITS) - 1;

  private final Findings findings;
  private final LongLongMap seen = new LongLongMap();
  private final LongLongMap kept = new LongLongMap();

  Places(Findings findings) {
    this.findings = findings;
  }

  static long key(int conversation, long seq) {
    return ((long) conversation << SEQ_BITS) | seq;
  }

  static int conversation(long key) {
    return (int) (key >>> SEQ_BITS);
  }

  static long seq(long key) {
    return key & SEQ_MASK;
  }

  static String name(long key) {
    return "conversation " + conversation(key) + " seq " + seq(key);
  }

  void see(int conversation, long seq, long content, String by) {
    long key = key(conversation, seq);
    if (!seen.contains(key)) {
      seen.put(key, content);
    } else if (seen.get(key, 0) != content) {
      long other = seen.get(key, 0);
      findings.add(
          Rule.TWO_CONTENTS,
          () ->
              "%s is message %d (%x) by %s and was message %d (%x)"
                  .formatted(
                      name(key),
                      Content.message(content),
                      content,
                      by,
                      Content.message(other),
                      other));
    }
  }

  void keep(int conversation, long seq, long content) {
    see(conversation, seq, content, "the history");
    kept.put(key(conversation, seq), content);
  }

  LongLongMap kept() {
    return kept;
  }

  /// Nothing was shown that does not stand.
  void finish() {
    seen.forEach((key, content) -> {
      if (!kept.contains(key)) {
        findings.add(
            Rule.PHANTOM,
            () ->
                name(key)
                    + " was shown as message "
                    + Content.message(content)
                    + " and does not stand");
      }
    });
  }
}
