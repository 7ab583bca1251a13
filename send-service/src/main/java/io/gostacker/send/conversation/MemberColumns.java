package io.gostacker.send.conversation;

import io.gostacker.common.record.ByteReader;
import io.gostacker.common.record.ByteWriter;
import io.gostacker.send.conversation.StoredConversation.StoredMember;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.function.ToLongFunction;

/// What every member has, as columns sorted by user: 48 bytes a member. Who is a member never
/// changes here, [#with] and [#without] make other columns; only positions move in place.
///
/// Both copy all columns, by runs: a single join among 100,000 moves 5 MB, under a millisecond.
record MemberColumns(
    long[] ids,
    long[] joinSeqs,
    long[] joinedAts,
    long[] readSeqs,
    long[] readOrdinals,
    long[] deliveredSeqs) {

  static final MemberColumns NONE = of(List.of());

  static MemberColumns of(List<StoredMember> members) {
    List<StoredMember> sorted =
        members.stream().sorted(Comparator.comparingLong(StoredMember::userId)).toList();
    return new MemberColumns(
        column(sorted, StoredMember::userId),
        column(sorted, StoredMember::joinSeq),
        column(sorted, StoredMember::joinedAt),
        column(sorted, StoredMember::readSeq),
        column(sorted, StoredMember::readOrdinal),
        column(sorted, StoredMember::deliveredSeq));
  }

  /// Negative when the user is no member.
  int indexOf(long userId) {
    return Arrays.binarySearch(ids, userId);
  }

  /// With more members, who begin alike.
  ///
  /// @param fresh ascending, distinct, none of them a member
  MemberColumns with(long[] fresh, long joinSeq, long joinedAt, long readSeq, long readOrdinal) {
    int[] places = Arrays.stream(fresh).mapToInt(id -> -indexOf(id) - 1).toArray();
    return new MemberColumns(
        spread(ids, places, i -> fresh[i]),
        spread(joinSeqs, places, i -> joinSeq),
        spread(joinedAts, places, i -> joinedAt),
        spread(readSeqs, places, i -> readSeq),
        spread(readOrdinals, places, i -> readOrdinal),
        spread(deliveredSeqs, places, i -> 0));
  }

  /// Without the member at an index.
  MemberColumns without(int index) {
    return new MemberColumns(
        drop(ids, index),
        drop(joinSeqs, index),
        drop(joinedAts, index),
        drop(readSeqs, index),
        drop(readOrdinals, index),
        drop(deliveredSeqs, index));
  }

  /// For [#read].
  void write(ByteWriter out) {
    out.ids(ids);
    for (long[] column : List.of(joinSeqs, joinedAts, readSeqs, readOrdinals, deliveredSeqs)) {
      for (long value : column) {
        out.number(value);
      }
    }
  }

  /// @throws IllegalArgumentException if the bytes are something else than [#write] wrote
  static MemberColumns read(ByteReader in) {
    long[] ids = in.ids();
    return new MemberColumns(
        ids,
        readColumn(in, ids.length),
        readColumn(in, ids.length),
        readColumn(in, ids.length),
        readColumn(in, ids.length),
        readColumn(in, ids.length));
  }

  private static long[] readColumn(ByteReader in, int length) {
    long[] column = new long[length];
    for (int i = 0; i < length; i++) {
      column[i] = in.number();
    }
    return column;
  }

  private static long[] column(List<StoredMember> members, ToLongFunction<StoredMember> value) {
    return members.stream().mapToLong(value).toArray();
  }

  /// The column with the i-th value put before the element that was at `places[i]`.
  private static long[] spread(long[] column, int[] places, IntToLongFunction value) {
    long[] wider = new long[column.length + places.length];
    int from = 0;
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(column, from, wider, from + i, places[i] - from);
      from = places[i];
      wider[from + i] = value.applyAsLong(i);
    }
    System.arraycopy(column, from, wider, from + places.length, column.length - from);
    return wider;
  }

  private static long[] drop(long[] column, int index) {
    long[] narrower = new long[column.length - 1];
    System.arraycopy(column, 0, narrower, 0, index);
    System.arraycopy(column, index + 1, narrower, index, narrower.length - index);
    return narrower;
  }
}
