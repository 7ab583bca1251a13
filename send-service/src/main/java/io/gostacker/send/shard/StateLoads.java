package io.gostacker.send.shard;

import io.gostacker.send.conversation.ConversationState;
import io.gostacker.send.shard.LoadedStates.Loading;
import io.gostacker.send.store.Snapshot;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings conversations into memory: a state of the group cache, else a snapshot of MySQL, then the
/// log's later entries from the tail, which is kept from before the load on.
final class StateLoads {
  private static final Logger log = LoggerFactory.getLogger(StateLoads.class);

  private final Shard shard;
  private final LoadedStates states;
  private final CacheLoads cache;

  StateLoads(Shard shard) {
    this.shard = shard;
    this.states = shard.memory().states();
    this.cache = new CacheLoads(shard);
  }

  /// Hands a conversation's state over, now or when it has been loaded.
  void withState(long conversationId, StateUser user) {
    ConversationState state = states.get(conversationId);
    if (state == null) {
      loading(conversationId).users().add(user);
    } else {
      user.use(state);
    }
  }

  /// Lets a command wait for its conversation, after those that wait already.
  void park(Waiting command) {
    loading(command.command().conversationId()).commands().add(command);
  }

  /// Answers who has waited for a load too long; the load itself goes on.
  void expire(long now) {
    long patience = shard.parts().settings().patience().toNanos();
    for (Loading load : states.underWay()) {
      load.commands().removeIf(command -> command.expire(now));
      if (now - load.begun() > patience) {
        List<StateUser> users = List.copyOf(load.users());
        load.users().clear();
        users.forEach(user -> user.failed(HeadWatch.unavailable()));
      }
    }
  }

  /// Gives up all loads under way and forgets all states.
  void forgetAll() {
    states
        .clear()
        .values()
        .forEach(load -> {
          shard.appender().requeue(load.commands());
          load.users().forEach(user -> user.failed(HeadWatch.unavailable()));
        });
  }

  private Loading loading(long conversationId) {
    Loading underWay = states.loading(conversationId);
    return underWay == null ? begin(conversationId) : underWay;
  }

  private Loading begin(long conversationId) {
    Loading load = states.begin(conversationId, shard.memory().flushed().offset());
    if (cache.isUseful()) {
      cache.load(
          conversationId,
          load,
          state -> {
            if (state == null) {
              ask(conversationId, load);
            } else {
              count("cache");
              take(state, load);
              shard.wake();
            }
          });
    } else {
      ask(conversationId, load);
    }
    return load;
  }

  private void ask(long conversationId, Loading load) {
    shard.blocking(
        () -> shard.parts().store().load(shard.number(), conversationId),
        (snapshot, failure) -> {
          if (states.loading(conversationId) != load) {
            return; // given up with everything else
          }
          if (snapshot == null) {
            failed(conversationId, load, failure == null ? HeadWatch.unavailable() : failure);
          } else {
            loaded(conversationId, load, snapshot);
          }
          shard.wake();
        });
  }

  private void failed(long conversationId, Loading load, Throwable cause) {
    log.debug("Conversation {} was not loaded", conversationId, cause);
    states.end(conversationId);
    load.commands().forEach(command -> command.answer(Waiting.UNAVAILABLE));
    load.users().forEach(user -> user.failed(cause));
  }

  private void loaded(long conversationId, Loading load, Snapshot snapshot) {
    if (shard.memory().tail().disagrees(snapshot.flushed())) {
      shard.follower().reopen("MySQL has " + snapshot.flushed() + ", which was not applied here");
    } else if (snapshot.flushed().offset() > shard.memory().applied().offset()) {
      shard.heads().whenFresh(new Later(conversationId, load, snapshot));
    } else {
      ConversationState state;
      try {
        state = assembled(conversationId, snapshot);
      } catch (RuntimeException e) { // nobody else's trouble
        log.error("Conversation {} cannot be loaded", conversationId, e);
        failed(conversationId, load, e);
        return;
      }
      count("mysql");
      take(state, load);
    }
  }

  private void count(String from) {
    shard.parts().meters().counter("gostacker.send.loads", "from", from).increment();
  }

  private ConversationState assembled(long conversationId, Snapshot snapshot) {
    ConversationState state = shard.memory().blankState(conversationId);
    if (snapshot.conversation() != null) {
      state.restore(snapshot.conversation());
    }
    long flushed = snapshot.flushed().offset();
    for (ShardTail.TailRecord later : shard.memory().tail().after(conversationId, flushed)) {
      state.apply(later.logRecord(), later.epoch());
    }
    return state;
  }

  private void take(ConversationState state, Loading load) {
    states.put(state);
    shard.makeRoom();
    shard.appender().requeue(load.commands());
    load.users().forEach(user -> shard.guarded(() -> user.use(state)).run());
  }

  /// Somebody else's entries are in MySQL already: they are applied first.
  private final class Later implements FreshUser {
    private final long conversationId;
    private final Loading load;
    private final Snapshot snapshot;

    Later(long conversationId, Loading load, Snapshot snapshot) {
      this.conversationId = conversationId;
      this.load = load;
      this.snapshot = snapshot;
    }

    @Override
    public void fresh() {
      if (states.loading(conversationId) != load) {
        return; // given up with everything else
      }
      if (snapshot.flushed().offset() > shard.memory().applied().offset()) {
        shard.follower().reopen("MySQL has " + snapshot.flushed() + ", which the log has not");
      } else {
        loaded(conversationId, load, snapshot);
      }
    }

    @Override
    public void failed(Throwable cause) {
      if (states.loading(conversationId) == load) {
        StateLoads.this.failed(conversationId, load, cause);
      }
    }
  }
}
