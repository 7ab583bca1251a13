package io.gostacker.verify.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who was a member of what, from which seq to which.
final class Members {
  private final Map<Integer, Map<Integer, List<Stay>>> stays = new HashMap<>();
  private final Map<Long, Integer> removals = new HashMap<>();

  /// @param to the message that ended it; [Long#MAX_VALUE] while it lasts
  record Stay(long from, long to) {
    boolean covers(long seq) {
      return from <= seq && seq <= to;
    }
  }

  private List<Stay> of(int conversation, int user) {
    return stays
        .computeIfAbsent(conversation, key -> new HashMap<>())
        .computeIfAbsent(user, key -> new ArrayList<>());
  }

  void joined(int conversation, int user, long seq) {
    of(conversation, user).add(new Stay(seq, Long.MAX_VALUE));
  }

  void left(int conversation, int user, long seq) {
    List<Stay> all = of(conversation, user);
    if (!all.isEmpty()) {
      all.set(all.size() - 1, new Stay(all.getLast().from(), seq));
    }
  }

  void removalAnswered(int conversation, int user) {
    removals.merge(((long) conversation << Integer.SIZE) | user, 1, Integer::sum);
  }

  boolean mayHaveSeen(int conversation, int user, long seq) {
    return of(conversation, user).stream().anyMatch(stay -> stay.covers(seq));
  }

  /// Each conversation that a user is in at the end, with the seq after which it is entitled.
  Map<Integer, Long> present(int user) {
    Map<Integer, Long> present = new HashMap<>();
    stays.forEach((conversation, users) -> {
      List<Stay> own = users.getOrDefault(user, List.of());
      if (!own.isEmpty() && own.getLast().to() == Long.MAX_VALUE) {
        present.put(conversation, own.getLast().from());
      }
    });
    return present;
  }

  void finish(Findings findings) {
    removals.forEach((key, answered) -> {
      int conversation = (int) (key >> Integer.SIZE);
      int user = (int) (long) key;
      long ended =
          of(conversation, user).stream().filter(stay -> stay.to() < Long.MAX_VALUE).count();
      if (ended < answered) {
        findings.add(
            Rule.NOT_REMOVED,
            () ->
                "user %d was removed from conversation %d %d times and left it %d times"
                    .formatted(user, conversation, answered, ended));
      }
    });
  }
}
