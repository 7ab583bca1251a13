package io.gostacker.send.conversation;

import io.gostacker.common.record.ByteReader;
import io.gostacker.common.record.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The client ids of a conversation's latest messages with the seq that each got: what makes a
/// repeat a repeat.
///
/// Holds at most `limit` ids, none older than `maxAgeMillis` at the last [#add]. An id is kept as
/// the first 12 bytes of the SHA-256 of sender and id: 96 bits, so two different ids of one
/// conversation are taken for one with a chance of about 10^-21 at 10,000 ids, whoever chooses
/// them. An open-addressing table (linear probing, deletion by back-shifting: Knuth, TAOCP 3, 6.4,
/// algorithm R) points into a ring in the order of arrival; 28 bytes an id and 8 to 16 of table.
final class RecentClientIds {
  private static final int FIRST_CAPACITY = 4;

  private final @Nullable RecentClientIds parent;
  private final int limit;
  private final long maxAgeMillis;
  private long[] high = new long[FIRST_CAPACITY];
  private int[] low = new int[FIRST_CAPACITY];
  private long[] seqs = new long[FIRST_CAPACITY];
  private long[] times = new long[FIRST_CAPACITY];
  private int[] table = new int[FIRST_CAPACITY * 2]; // ring index + 1, 0 for free
  private int oldest;
  private int size;

  RecentClientIds(int limit, long maxAgeMillis) {
    this(null, limit, maxAgeMillis);
  }

  private RecentClientIds(@Nullable RecentClientIds parent, int limit, long maxAgeMillis) {
    this.parent = parent;
    this.limit = limit;
    this.maxAgeMillis = maxAgeMillis;
  }

  /// A layer over this one: sees what this one holds, keeps what is added to itself.
  RecentClientIds fork() {
    return new RecentClientIds(this, limit, maxAgeMillis);
  }

  /// What an id got, if it is remembered.
  @Nullable Result find(long senderId, String clientMessageId) {
    Key key = Key.of(senderId, clientMessageId);
    for (@Nullable RecentClientIds layer = this; layer != null; layer = layer.parent) {
      int slot = layer.slotOf(key);
      if (layer.table[slot] != 0) {
        int at = layer.table[slot] - 1;
        return new Result(layer.seqs[at], layer.times[at]);
      }
    }
    return null;
  }

  /// Remembers an id. Called in the order of `seq`.
  void add(long senderId, String clientMessageId, long seq, long sentAt) {
    makeRoom(sentAt);
    put(Key.of(senderId, clientMessageId), seq, sentAt);
  }

  private void makeRoom(long sentAt) {
    while (size > 0 && (size >= limit || times[oldest] < sentAt - maxAgeMillis)) {
      forgetOldest();
    }
    if (size == high.length) {
      grow();
    }
  }

  private void put(Key key, long seq, long sentAt) {
    int slot = slotOf(key);
    if (table[slot] != 0) {
      return; // remembered already: the first result stands
    }
    int at = (oldest + size) % high.length;
    high[at] = key.high;
    low[at] = key.low;
    seqs[at] = seq;
    times[at] = sentAt;
    table[slot] = at + 1;
    size++;
  }

  int size() {
    return size;
  }

  /// All that are remembered, for [#read]. Not of a layer.
  void write(ByteWriter out) {
    out.number(size);
    for (int i = 0; i < size; i++) {
      int at = (oldest + i) % high.length;
      out.id(high[at]);
      out.number(low[at]);
      out.number(seqs[at]);
      out.number(times[at]);
    }
  }

  /// Adds what [#write] wrote, as far as the bounds of this one allow.
  ///
  /// @throws IllegalArgumentException if the bytes are something else
  void read(ByteReader in) {
    long count = in.number();
    for (long i = 0; i < count; i++) {
      Key key = new Key(in.id(), (int) in.number());
      long seq = in.number();
      long sentAt = in.number();
      makeRoom(sentAt);
      put(key, seq, sentAt);
    }
  }

  /// The slot that holds the key, or the free one where it belongs.
  private int slotOf(Key key) {
    int mask = table.length - 1;
    int slot = home(key.high, mask);
    while (table[slot] != 0) {
      int at = table[slot] - 1;
      if (high[at] == key.high && low[at] == key.low) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void forgetOldest() {
    int mask = table.length - 1;
    int hole = slotOf(new Key(high[oldest], low[oldest]));
    int slot = hole;
    while (true) {
      slot = (slot + 1) & mask;
      if (table[slot] == 0) {
        break;
      }
      int home = home(high[table[slot] - 1], mask);
      if (((slot - home) & mask) >= ((slot - hole) & mask)) {
        table[hole] = table[slot];
        hole = slot;
      }
    }
    table[hole] = 0;
    oldest = (oldest + 1) % high.length;
    size--;
  }

  private void grow() {
    int capacity = high.length * 2;
    high = unrolled(high, capacity);
    seqs = unrolled(seqs, capacity);
    times = unrolled(times, capacity);
    int[] lows = new int[capacity];
    for (int i = 0; i < size; i++) {
      lows[i] = low[(oldest + i) % low.length];
    }
    low = lows;
    oldest = 0;
    table = new int[capacity * 2];
    for (int i = 0; i < size; i++) {
      table[slotOf(new Key(high[i], low[i]))] = i + 1;
    }
  }

  private long[] unrolled(long[] ring, int capacity) {
    long[] line = Arrays.copyOf(Arrays.copyOfRange(ring, oldest, ring.length), capacity);
    System.arraycopy(ring, 0, line, ring.length - oldest, oldest);
    return line;
  }

  private static int home(long high, int mask) {
    return (int) high & mask; // the bits of a SHA-256 need no further mixing
  }

  /// Where and when the message with an id stands.
  record Result(long seq, long sentAt) {}

  private record Key(long high, int low) {
    static Key of(long senderId, String clientMessageId) {
      try {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        for (int shift = 56; shift >= 0; shift -= 8) {
          sha.update((byte) (senderId >>> shift));
        }
        byte[] hash = sha.digest(clientMessageId.getBytes(StandardCharsets.ISO_8859_1));
        long high = 0;
        int low = 0;
        for (int i = 0; i < 8; i++) {
          high = (high << 8) | (hash[i] & 0xFF);
        }
        for (int i = 8; i < 12; i++) {
          low = (low << 8) | (hash[i] & 0xFF);
        }
        return new Key(high, low);
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("every JDK has SHA-256", e);
      }
    }
  }
}
