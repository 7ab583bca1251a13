package io.gostacker.send.conversation;

import io.gostacker.common.conversation.BanView;
import io.gostacker.common.conversation.Exclusion;
import io.gostacker.common.record.ByteReader;
import io.gostacker.common.record.ByteWriter;
import io.gostacker.common.record.LogRecord.ExclusionChanged;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who is kept out of one conversation. Never changes: a change makes another one, so drafts share
/// it.
///
/// @param bans by user, ascending; those that have run out may be among them
/// @param blockers members of a direct conversation who take nothing from the other
public record Exclusions(SortedMap<Long, BanView> bans, SortedSet<Long> blockers) {
  static final Exclusions NONE =
      new Exclusions(Collections.emptySortedMap(), Collections.emptySortedSet());

  /// How many running bans a conversation may have: all are in memory with it.
  static final int MAX_BANS = 10_000;

  /// After a change; bans that had run out by then are forgotten.
  public Exclusions with(ExclusionChanged changed) {
    return switch (changed.kind()) {
      case BAN -> {
        TreeMap<Long, BanView> next = new TreeMap<>(bans);
        next.values().removeIf(ban -> ban.until() <= changed.at());
        next.remove(changed.userId());
        if (changed.until() > 0) {
          next.put(
              changed.userId(),
              new BanView(changed.userId(), changed.until(), changed.by(), changed.at()));
        }
        yield new Exclusions(Collections.unmodifiableSortedMap(next), blockers);
      }
      case BLOCK -> {
        TreeSet<Long> next = new TreeSet<>(blockers);
        if (changed.until() > 0) {
          next.add(changed.userId());
        } else {
          next.remove(changed.userId());
        }
        yield new Exclusions(bans, Collections.unmodifiableSortedSet(next));
      }
    };
  }

  boolean isBanned(long userId, long now) {
    BanView ban = bans.get(userId);
    return ban != null && ban.until() > now;
  }

  /// Until when a user is banned; 0 when not.
  long bannedUntil(long userId, long now) {
    BanView ban = bans.get(userId);
    return ban == null || ban.until() <= now ? 0 : ban.until();
  }

  long running(long now) {
    return bans.values().stream().filter(ban -> ban.until() > now).count();
  }

  /// Whether somebody else in a direct conversation takes nothing from this user.
  boolean blocks(long userId) {
    return blockers.stream().anyMatch(blocker -> blocker != userId);
  }

  void write(ByteWriter out) {
    out.number(bans.size());
    for (BanView ban : bans.values()) {
      out.id(ban.userId());
      out.number(ban.until());
      out.id(ban.by());
      out.number(ban.at());
    }
    out.ids(blockers.stream().mapToLong(Long::longValue).toArray());
  }

  /// @throws IllegalArgumentException if the bytes are something else than [#write] wrote
  static Exclusions read(ByteReader in) {
    TreeMap<Long, BanView> bans = new TreeMap<>();
    for (long left = in.number(); left > 0; left--) {
      BanView ban = new BanView(in.id(), in.number(), in.id(), in.number());
      bans.put(ban.userId(), ban);
    }
    TreeSet<Long> blockers = new TreeSet<>();
    for (long blocker : in.ids()) {
      blockers.add(blocker);
    }
    return new Exclusions(
        Collections.unmodifiableSortedMap(bans), Collections.unmodifiableSortedSet(blockers));
  }

  /// What rows say that were not taken back.
  public static Exclusions of(Iterable<ExclusionChanged> rows) {
    Exclusions all = NONE;
    for (ExclusionChanged row : rows) {
      all = all.with(row);
    }
    return all;
  }

  static long end(boolean excluded) {
    return excluded ? Exclusion.FOR_EVER : 0;
  }
}
