package io.gostacker.send.shard;

import io.gostacker.send.conversation.ConversationState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The conversations of one shard that are in memory, and those on their way there.
///
/// At the bound the least recently used states go, if nothing of theirs is unflushed or under way;
/// dropping loses nothing. If all are in use the bound is exceeded: what makes them so is bounded
/// elsewhere.
final class LoadedStates {
  /// How many of the oldest are looked at when room is made.
  private static final int LOOK_AT = 16;

  private final int limit;
  private final LinkedHashMap<Long, ConversationState> states =
      new LinkedHashMap<>(64, 0.75f, true);
  private final LinkedHashMap<Long, Loading> loading = new LinkedHashMap<>();

  LoadedStates(int limit) {
    this.limit = limit;
  }

  @Nullable ConversationState get(long conversationId) {
    return states.get(conversationId);
  }

  @Nullable Loading loading(long conversationId) {
    return loading.get(conversationId);
  }

  /// @param floor the highest offset known to be flushed now: later entries are needed when the
  ///   load has ended
  Loading begin(long conversationId, long floor) {
    Loading started = new Loading(floor, System.nanoTime());
    loading.put(conversationId, started);
    return started;
  }

  /// Takes a loaded state in and ends its loading.
  void put(ConversationState state) {
    loading.remove(state.id());
    states.put(state.id(), state);
  }

  void end(long conversationId) {
    loading.remove(conversationId);
  }

  /// Forgets those of some conversations that turned out not to exist.
  void removeIfMissing(Set<Long> conversationIds) {
    for (long id : conversationIds) {
      ConversationState state = states.get(id);
      if (state != null && !state.exists()) {
        states.remove(id);
      }
    }
  }

  /// The loads under way.
  Collection<Loading> underWay() {
    return loading.values();
  }

  /// Forgets one that is not what its conversation is.
  void drop(long conversationId) {
    states.remove(conversationId);
  }

  /// Entries of the log above this offset are needed by loads under way.
  long floor() {
    // Loads begin with rising floors, so the first one that is under way has the lowest.
    return loading.isEmpty() ? Long.MAX_VALUE : loading.values().iterator().next().floor();
  }

  /// Drops states down to the bound.
  ///
  /// @param dropped told of each before it is gone
  void makeRoom(Predicate<Long> mustStay, Consumer<ConversationState> dropped) {
    int looked = 0;
    Iterator<ConversationState> oldest = states.values().iterator();
    List<Long> stay = new ArrayList<>();
    while (states.size() > limit && oldest.hasNext() && looked++ < LOOK_AT) {
      ConversationState candidate = oldest.next();
      if (mustStay.test(candidate.id())) {
        stay.add(candidate.id());
      } else {
        dropped.accept(candidate);
        oldest.remove();
      }
    }
    stay.forEach(states::get); // to the young end, so that others are looked at next time
  }

  /// Forgets everything; the loads under way come to nothing.
  Map<Long, Loading> clear() {
    Map<Long, Loading> abandoned = new LinkedHashMap<>(loading);
    states.clear();
    loading.clear();
    return abandoned;
  }

  /// A load under way and who waits for it.
  static final class Loading {
    private final long floor;
    private final long begun;
    private final List<Waiting> commands = new ArrayList<>();
    private final List<StateUser> users = new ArrayList<>();

    private Loading(long floor, long begun) {
      this.floor = floor;
      this.begun = begun;
    }

    long floor() {
      return floor;
    }

    /// When, by [System#nanoTime].
    long begun() {
      return begun;
    }

    List<Waiting> commands() {
      return commands;
    }

    List<StateUser> users() {
      return users;
    }
  }
}
