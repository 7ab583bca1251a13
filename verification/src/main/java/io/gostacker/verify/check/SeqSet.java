package io.gostacker.verify.check;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/// Seqs of one conversation; a conversation goes on 1,000,000 higher where Redis lost what it had.
final class SeqSet {
  static final int JUMP = 1_000_000;

  private final Map<Long, BitSet> lives = new TreeMap<>();

  /// @return whether it was not there
  boolean add(long seq) {
    BitSet life = lives.computeIfAbsent(seq / JUMP, key -> new BitSet());
    int at = (int) (seq % JUMP);
    boolean fresh = !life.get(at);
    life.set(at);
    return fresh;
  }

  boolean contains(long seq) {
    BitSet life = lives.get(seq / JUMP);
    return life != null && life.get((int) (seq % JUMP));
  }

  /// Ascending.
  void forEach(LongConsumer each) {
    lives.forEach((life, seqs) -> seqs.stream().forEach(at -> each.accept(life * JUMP + at)));
  }
}
