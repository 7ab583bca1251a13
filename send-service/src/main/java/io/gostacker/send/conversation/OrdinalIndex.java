package io.gostacker.send.conversation;

import io.gostacker.common.record.ByteReader;
import io.gostacker.common.record.ByteWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// From a seq to the ordinal there: how many messages up to it are not `system`.
///
/// Seq and ordinal mostly rise together, so only the places where they do not are kept: system
/// messages, and the holes that a loss of the log leaves. At most [#MAX_BREAKS] of them, the
/// newest; below those the answer is [#UNKNOWN].
final class OrdinalIndex {
  /// The seq is below what is kept here; the message table knows.
  static final long UNKNOWN = -1;

  static final int MAX_BREAKS = 4096;

  private long[] seqs = new long[4];
  private long[] ordinals = new long[4];
  private long[] before = new long[4]; // the ordinal of the message before the break
  private int size;
  private final @Nullable OrdinalIndex parent;
  private final long begin;
  private long lastSeq;
  private long lastOrdinal;

  /// @param seq where the index begins: 0 with ordinal 0 for a conversation known from its start
  OrdinalIndex(long seq, long ordinal) {
    this(seq, ordinal, null);
  }

  private OrdinalIndex(long seq, long ordinal, @Nullable OrdinalIndex parent) {
    this.parent = parent;
    this.begin = seq;
    seqs[0] = seq;
    ordinals[0] = ordinal;
    size = 1;
    lastSeq = seq;
    lastOrdinal = ordinal;
  }

  /// A layer over this one, which must not change while the layer is in use.
  OrdinalIndex fork() {
    return new OrdinalIndex(lastSeq, lastOrdinal, this);
  }

  /// The next message. Called in the order of `seq`.
  void add(long seq, long ordinal) {
    if (seq <= lastSeq) {
      return;
    }
    if (seq - lastSeq != 1 || ordinal - lastOrdinal != 1) {
      addBreak(seq, ordinal);
    }
    lastSeq = seq;
    lastOrdinal = ordinal;
  }

  /// The ordinal at the newest message that is not above `seq`, or [#UNKNOWN].
  long at(long seq) {
    if (seq >= lastSeq) {
      return lastOrdinal;
    }
    if (parent != null && seq < begin) {
      return parent.at(seq);
    }
    int found = Arrays.binarySearch(seqs, 0, size, seq);
    int index = found >= 0 ? found : -found - 2;
    if (index < 0) {
      return UNKNOWN;
    }
    long ordinal = ordinals[index] + (seq - seqs[index]);
    return index + 1 < size
        ? Math.min(ordinal, before[index + 1])
        : ordinal; // a hole counts nothing
  }

  /// All that is known, for [#read]. Not of a layer.
  void write(ByteWriter out) {
    out.number(size);
    for (int i = 0; i < size; i++) {
      out.number(seqs[i]);
      out.number(ordinals[i]);
      out.number(before[i]);
    }
    out.number(lastSeq);
    out.number(lastOrdinal);
  }

  /// What [#write] wrote.
  ///
  /// @throws IllegalArgumentException if the bytes are something else
  static OrdinalIndex read(ByteReader in) {
    long count = in.number();
    if (count < 1 || count > MAX_BREAKS) {
      throw new IllegalArgumentException("impossible number of breaks " + count);
    }
    OrdinalIndex index = new OrdinalIndex(in.number(), in.number());
    index.before[0] = in.number();
    for (long i = 1; i < count; i++) {
      long seq = in.number();
      long ordinal = in.number();
      index.lastOrdinal = in.number();
      index.addBreak(seq, ordinal);
    }
    index.lastSeq = in.number();
    index.lastOrdinal = in.number();
    return index;
  }

  private void addBreak(long seq, long ordinal) {
    if (size == MAX_BREAKS) {
      System.arraycopy(seqs, 1, seqs, 0, size - 1);
      System.arraycopy(ordinals, 1, ordinals, 0, size - 1);
      System.arraycopy(before, 1, before, 0, size - 1);
      size--;
    } else if (size == seqs.length) {
      seqs = Arrays.copyOf(seqs, size * 2);
      ordinals = Arrays.copyOf(ordinals, size * 2);
      before = Arrays.copyOf(before, size * 2);
    }
    seqs[size] = seq;
    ordinals[size] = ordinal;
    before[size] = lastOrdinal;
    size++;
  }
}
