package io.gostacker.send.read;

import io.gostacker.common.conversation.BanView;
import io.gostacker.common.conversation.ConversationView;
import io.gostacker.common.conversation.MemberView;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.transport.SendPort.BanPage;
import io.gostacker.common.transport.SendPort.ConversationPage;
import io.gostacker.common.transport.SendPort.MemberPage;
import io.gostacker.send.read.Candidates.Candidate;
import io.gostacker.send.shard.ShardReads;
import io.gostacker.send.store.UserConversations;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Conversations and members as a member sees them.
public final class Views {
  private static final Comparator<Candidate> MOST_RECENT_FIRST =
      Comparator.comparingLong(Candidate::activity)
          .thenComparingLong(Candidate::conversationId)
          .reversed();

  private final ShardReads shards;
  private final Candidates candidates;
  private final InstantSource clock;

  public Views(ShardReads shards, UserConversations stored, InstantSource clock) {
    this.shards = shards;
    this.clock = clock;
    this.candidates = new Candidates(shards, stored);
  }

  /// See [io.gostacker.common.transport.SendPort#conversation].
  public ConversationView conversation(long userId, long conversationId) {
    return shards.ask(
        conversationId,
        (state, tail) -> {
          History.requireMember(state, userId);
          return state.view(userId);
        });
  }

  /// See [io.gostacker.common.transport.SendPort#conversations]. A conversation that becomes active
  /// while one pages through comes on the first page only.
  public ConversationPage conversations(long userId, int limit, @Nullable String cursor) {
    PageCursor after = cursor == null ? null : PageCursor.parse(cursor);
    List<Candidate> sorted =
        candidates.of(userId).stream()
            .filter(candidate -> after == null || after.isBefore(candidate))
            .sorted(MOST_RECENT_FIRST)
            .toList();
    List<ConversationView> views = new ArrayList<>();
    for (Candidate candidate : sorted) {
      if (views.size() == limit) {
        return new ConversationPage(
            views, PageCursor.of(sorted.get(sorted.indexOf(candidate) - 1)));
      }
      ConversationView view = viewOrNull(userId, candidate.conversationId());
      if (view != null) {
        views.add(view);
      }
    }
    return new ConversationPage(views, null);
  }

  private @Nullable ConversationView viewOrNull(long userId, long conversationId) {
    try {
      return conversation(userId, conversationId);
    } catch (Refusal refusal) {
      if (refusal.code() == ErrorCode.NOT_MEMBER) {
        return null;
      }
      throw refusal;
    }
  }

  /// See [io.gostacker.common.transport.SendPort#bans].
  public BanPage bans(long userId, long conversationId, int limit, long afterUserId) {
    return shards.ask(
        conversationId,
        (state, tail) -> {
          History.requireMember(state, userId);
          if (!state.manages(userId)) {
            throw Refusal.of(ErrorCode.FORBIDDEN, "Only owner and admins may see this");
          }
          List<BanView> found = state.bans(clock.millis(), afterUserId).limit(limit + 1L).toList();
          return new BanPage(found.subList(0, Math.min(limit, found.size())), found.size() > limit);
        });
  }

  /// See [io.gostacker.common.transport.SendPort#members].
  public MemberPage members(long userId, long conversationId, int limit, long afterUserId) {
    return shards.ask(
        conversationId,
        (state, tail) -> {
          History.requireMember(state, userId);
          long[] ids = state.memberIds();
          int found = Arrays.binarySearch(ids, afterUserId);
          int from = found >= 0 ? found + 1 : -found - 1;
          int to = Math.min(ids.length, from + limit);
          List<MemberView> members = Arrays.stream(ids, from, to).mapToObj(state::member).toList();
          return new MemberPage(members, to < ids.length);
        });
  }
}
