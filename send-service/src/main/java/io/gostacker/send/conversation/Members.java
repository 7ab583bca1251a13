package io.gostacker.send.conversation;

import io.gostacker.common.conversation.Role;
import io.gostacker.common.record.ByteReader;
import io.gostacker.common.record.ByteWriter;
import io.gostacker.send.conversation.StoredConversation.StoredMember;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The members of one conversation with their positions: columns for what all have, and maps only
/// for what few have.
///
/// A draft shares all of it with its original until it changes something: the columns are replaced
/// and never changed by a join or leave, the maps are copied at their first change, and positions
/// that move are kept beside the columns. So a draft costs the same whatever the number of members.
final class Members {
  private MemberColumns columns;
  private Map<Long, Role> roles;
  private Map<Long, String> nicknames;
  private Map<Long, Long> mutedUntil;
  private boolean mapsShared;

  /// The positions that moved in a draft; null in an original, where they move in place.
  private final @Nullable Map<Long, Positions> moved;

  Members() {
    this(List.of());
  }

  Members(List<StoredMember> stored) {
    this.columns = MemberColumns.of(stored);
    this.roles = new HashMap<>();
    this.nicknames = new HashMap<>();
    this.mutedUntil = new HashMap<>();
    this.moved = null;
    for (StoredMember member : stored) {
      role(member.userId(), member.role());
      mutedUntil(member.userId(), member.mutedUntil());
      String nickname = member.nickname();
      nickname(member.userId(), nickname == null ? "" : nickname);
    }
  }

  private Members(Members original) {
    this.columns = original.columns;
    this.roles = original.roles;
    this.nicknames = original.nicknames;
    this.mutedUntil = original.mutedUntil;
    this.mapsShared = true;
    this.moved = original.moved == null ? new HashMap<>() : new HashMap<>(original.moved);
  }

  /// Begins as this one; neither sees changes of the other. The original must not change while the
  /// draft is in use.
  Members draft() {
    return new Members(this);
  }

  int count() {
    return columns.ids().length;
  }

  /// All members, ascending. Not to be changed; replaced, never changed, by a later join or leave.
  long[] ids() {
    return columns.ids();
  }

  boolean contains(long userId) {
    return columns.indexOf(userId) >= 0;
  }

  /// Lets users in; who is a member already stays as he is.
  ///
  /// @param userIds ascending, distinct
  void join(long[] userIds, long joinSeq, long joinedAt, long readSeq, long readOrdinal) {
    long[] fresh = Arrays.stream(userIds).filter(id -> !contains(id)).toArray();
    columns = columns.with(fresh, joinSeq, joinedAt, readSeq, readOrdinal);
  }

  /// Forgets a member and all that he had here.
  void leave(long userId) {
    int at = columns.indexOf(userId);
    if (at < 0) {
      return;
    }
    columns = columns.without(at);
    if (moved != null) {
      moved.remove(userId);
    }
    role(userId, Role.MEMBER);
    nickname(userId, "");
    mutedUntil(userId, 0);
  }

  Role role(long userId) {
    return roles.getOrDefault(userId, Role.MEMBER);
  }

  void role(long userId, Role role) {
    if (role(userId) != role) {
      ownMaps();
      put(roles, userId, role == Role.MEMBER ? null : role);
    }
  }

  @Nullable String nickname(long userId) {
    return nicknames.get(userId);
  }

  /// Gives a nickname, an empty one takes it away.
  void nickname(long userId, String nickname) {
    if (!nickname.equals(nicknames.getOrDefault(userId, ""))) {
      ownMaps();
      put(nicknames, userId, nickname.isEmpty() ? null : nickname);
    }
  }

  /// Epoch milliseconds, 0 when not muted.
  long mutedUntil(long userId) {
    return mutedUntil.getOrDefault(userId, 0L);
  }

  void mutedUntil(long userId, long until) {
    if (mutedUntil(userId) != until) {
      ownMaps();
      put(mutedUntil, userId, until == 0 ? null : until);
    }
  }

  /// The first seq since the member's (last) joining; the user must be a member, as below.
  long joinSeq(long userId) {
    return columns.joinSeqs()[columns.indexOf(userId)];
  }

  /// Epoch milliseconds.
  long joinedAt(long userId) {
    return columns.joinedAts()[columns.indexOf(userId)];
  }

  Positions positions(long userId) {
    Positions draft = moved == null ? null : moved.get(userId);
    if (draft != null) {
      return draft;
    }
    int at = columns.indexOf(userId);
    return new Positions(
        columns.readSeqs()[at], columns.readOrdinals()[at], columns.deliveredSeqs()[at]);
  }

  /// Moves a read position forward; a lower one, and a stranger's, changes nothing.
  void read(long userId, long seq, long ordinal) {
    if (contains(userId)) {
      Positions now = positions(userId);
      if (now.readSeq() < seq) {
        move(userId, new Positions(seq, Math.max(now.readOrdinal(), ordinal), now.deliveredSeq()));
      }
    }
  }

  /// Moves a delivered position forward; a lower one, and a stranger's, changes nothing.
  void delivered(long userId, long seq) {
    if (contains(userId)) {
      Positions now = positions(userId);
      if (now.deliveredSeq() < seq) {
        move(userId, new Positions(now.readSeq(), now.readOrdinal(), seq));
      }
    }
  }

  /// Who takes over when the owner goes: the admin, else the member, who has been here longest. 0
  /// when nobody else is here.
  long heirOf(long ownerId) {
    long heir = 0;
    for (long candidate : columns.ids()) {
      if (candidate != ownerId && (heir == 0 || isBefore(candidate, heir))) {
        heir = candidate;
      }
    }
    return heir;
  }

  private boolean isBefore(long candidate, long other) {
    int byRole = role(other).compareTo(role(candidate));
    return byRole != 0 ? byRole < 0 : joinSeq(candidate) < joinSeq(other);
  }

  private void move(long userId, Positions to) {
    if (moved != null) {
      moved.put(userId, to);
      return;
    }
    int at = columns.indexOf(userId);
    columns.readSeqs()[at] = to.readSeq();
    columns.readOrdinals()[at] = to.readOrdinal();
    columns.deliveredSeqs()[at] = to.deliveredSeq();
  }

  private void ownMaps() {
    if (mapsShared) {
      roles = new HashMap<>(roles);
      nicknames = new HashMap<>(nicknames);
      mutedUntil = new HashMap<>(mutedUntil);
      mapsShared = false;
    }
  }

  /// For [#read]. Not of a draft.
  void write(ByteWriter out) {
    columns.write(out);
    out.number(roles.size());
    roles.forEach((user, role) -> {
      out.id(user);
      out.byteValue(role.ordinal());
    });
    out.number(nicknames.size());
    nicknames.forEach((user, nickname) -> {
      out.id(user);
      out.text(nickname);
    });
    out.number(mutedUntil.size());
    mutedUntil.forEach((user, until) -> {
      out.id(user);
      out.number(until);
    });
  }

  /// @throws IllegalArgumentException if the bytes are something else than [#write] wrote
  static Members read(ByteReader in) {
    Members members = new Members();
    members.columns = MemberColumns.read(in);
    for (long left = in.number(); left > 0; left--) {
      members.role(in.id(), StateCodec.constant(in, Role.values()));
    }
    for (long left = in.number(); left > 0; left--) {
      members.nickname(in.id(), in.text());
    }
    for (long left = in.number(); left > 0; left--) {
      members.mutedUntil(in.id(), in.number());
    }
    return members;
  }

  private static <V> void put(Map<Long, V> map, long userId, @Nullable V value) {
    if (value == null) {
      map.remove(userId);
    } else {
      map.put(userId, value);
    }
  }

  /// How far a member is.
  ///
  /// @param readOrdinal ordinal at `readSeq`
  record Positions(long readSeq, long readOrdinal, long deliveredSeq) {}
}
