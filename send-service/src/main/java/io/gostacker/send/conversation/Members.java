package io.gostacker.send.conversation;

import io.gostacker.common.conversation.Role;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The members of one conversation with their positions: sorted arrays, and maps only for what few
/// members have. 48 bytes a member.
final class Members {
  private long[] ids;
  private long[] joinSeqs;
  private long[] joinedAts;
  private long[] readSeqs;
  private long[] readOrdinals;
  private long[] deliveredSeqs;
  private final Map<Long, Role> roles;
  private final Map<Long, String> nicknames;
  private final Map<Long, Long> mutedUntil;

  Members() {
    this(new long[0]);
  }

  private Members(long[] ids) {
    this.ids = ids;
    this.joinSeqs = new long[ids.length];
    this.joinedAts = new long[ids.length];
    this.readSeqs = new long[ids.length];
    this.readOrdinals = new long[ids.length];
    this.deliveredSeqs = new long[ids.length];
    this.roles = new HashMap<>();
    this.nicknames = new HashMap<>();
    this.mutedUntil = new HashMap<>();
  }

  private Members(Members other) {
    this.ids = other.ids.clone();
    this.joinSeqs = other.joinSeqs.clone();
    this.joinedAts = other.joinedAts.clone();
    this.readSeqs = other.readSeqs.clone();
    this.readOrdinals = other.readOrdinals.clone();
    this.deliveredSeqs = other.deliveredSeqs.clone();
    this.roles = new HashMap<>(other.roles);
    this.nicknames = new HashMap<>(other.nicknames);
    this.mutedUntil = new HashMap<>(other.mutedUntil);
  }

  Members copy() {
    return new Members(this);
  }

  int count() {
    return ids.length;
  }

  /// All members, ascending. Not to be changed; replaced, never changed, by a later join or leave.
  long[] ids() {
    return ids;
  }

  boolean contains(long userId) {
    return indexOf(userId) >= 0;
  }

  /// Negative when the user is no member.
  int indexOf(long userId) {
    return Arrays.binarySearch(ids, userId);
  }

  /// Lets users in; who is a member already stays as he is.
  ///
  /// @param userIds ascending, distinct
  void join(long[] userIds, long joinSeq, long joinedAt, long readSeq, long readOrdinal) {
    long[] fresh = Arrays.stream(userIds).filter(id -> !contains(id)).toArray();
    if (fresh.length == 0) {
      return;
    }
    long[] merged = new long[ids.length + fresh.length];
    System.arraycopy(ids, 0, merged, 0, ids.length);
    System.arraycopy(fresh, 0, merged, ids.length, fresh.length);
    Arrays.sort(merged);
    resize(merged);
    for (long userId : fresh) {
      int at = indexOf(userId);
      joinSeqs[at] = joinSeq;
      joinedAts[at] = joinedAt;
      readSeqs[at] = readSeq;
      readOrdinals[at] = readOrdinal;
    }
  }

  void leave(long userId) {
    if (contains(userId)) {
      resize(Arrays.stream(ids).filter(id -> id != userId).toArray());
      roles.remove(userId);
      nicknames.remove(userId);
      mutedUntil.remove(userId);
    }
  }

  Role role(long userId) {
    return roles.getOrDefault(userId, Role.MEMBER);
  }

  void role(long userId, Role role) {
    if (role == Role.MEMBER) {
      roles.remove(userId);
    } else {
      roles.put(userId, role);
    }
  }

  @Nullable String nickname(long userId) {
    return nicknames.get(userId);
  }

  void nickname(long userId, String nickname) {
    if (nickname.isEmpty()) {
      nicknames.remove(userId);
    } else {
      nicknames.put(userId, nickname);
    }
  }

  /// Epoch milliseconds, 0 when not muted.
  long mutedUntil(long userId) {
    return mutedUntil.getOrDefault(userId, 0L);
  }

  void mutedUntil(long userId, long until) {
    if (until == 0) {
      mutedUntil.remove(userId);
    } else {
      mutedUntil.put(userId, until);
    }
  }

  long joinSeq(int index) {
    return joinSeqs[index];
  }

  long joinedAt(int index) {
    return joinedAts[index];
  }

  long readSeq(int index) {
    return readSeqs[index];
  }

  long readOrdinal(int index) {
    return readOrdinals[index];
  }

  long deliveredSeq(int index) {
    return deliveredSeqs[index];
  }

  /// Moves a read position forward; a lower one changes nothing.
  void read(long userId, long seq, long ordinal) {
    int at = indexOf(userId);
    if (at >= 0 && readSeqs[at] < seq) {
      readSeqs[at] = seq;
      readOrdinals[at] = Math.max(readOrdinals[at], ordinal);
    }
  }

  /// Moves a delivered position forward; a lower one changes nothing.
  void delivered(long userId, long seq) {
    int at = indexOf(userId);
    if (at >= 0 && deliveredSeqs[at] < seq) {
      deliveredSeqs[at] = seq;
    }
  }

  /// Who takes over when the owner goes: the admin, else the member, who has been here longest. 0
  /// when nobody else is here.
  long heirOf(long ownerId) {
    long heir = 0;
    for (long candidate : ids) {
      if (candidate != ownerId && (heir == 0 || isBefore(candidate, heir))) {
        heir = candidate;
      }
    }
    return heir;
  }

  private boolean isBefore(long candidate, long other) {
    int byRole = role(other).compareTo(role(candidate));
    return byRole != 0 ? byRole < 0 : joinSeqs[indexOf(candidate)] < joinSeqs[indexOf(other)];
  }

  private void resize(long[] next) {
    long[][] columns = {joinSeqs, joinedAts, readSeqs, readOrdinals, deliveredSeqs};
    long[][] resized = new long[columns.length][next.length];
    int from = 0;
    for (int to = 0; to < next.length; to++) {
      while (from < ids.length && ids[from] < next[to]) {
        from++;
      }
      if (from < ids.length && ids[from] == next[to]) {
        for (int column = 0; column < columns.length; column++) {
          resized[column][to] = columns[column][from];
        }
      }
    }
    ids = next;
    joinSeqs = resized[0];
    joinedAts = resized[1];
    readSeqs = resized[2];
    readOrdinals = resized[3];
    deliveredSeqs = resized[4];
  }
}
