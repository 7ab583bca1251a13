package io.gostacker.meta.conversation;

import io.gostacker.common.conversation.MemberView;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.transport.SendPort;
import io.gostacker.common.web.Paging;
import io.gostacker.meta.account.Accounts;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads members with the names that people know them by. Blocks.
final class Members {
  private final SendPort send;
  private final Accounts accounts;
  private final Clock clock;

  Members(SendPort send, Accounts accounts, Clock clock) {
    this.send = send;
    this.accounts = accounts;
    this.clock = clock;
  }

  record Page(List<MemberJson> items, @Nullable String nextCursor) {}

  /// A page of the members as one of them sees it.
  Page page(long readerId, long conversationId, int limit, @Nullable String cursor) {
    String scope = "members:" + conversationId;
    SendPort.MemberPage page =
        send.members(readerId, conversationId, limit, Positions.after(scope, cursor));
    String next =
        page.hasMore() && !page.items().isEmpty()
            ? Paging.cursor(scope, Long.toString(page.items().getLast().userId()))
            : null;
    return new Page(named(page.items()), next);
  }

  /// One member.
  ///
  /// @throws Refusal `not_found` if the user is none
  MemberJson one(long readerId, long conversationId, long userId) {
    return named(send.members(readerId, conversationId, 1, userId - 1).items()).stream()
        .filter(member -> member.userId().equals(Long.toString(userId)))
        .findFirst()
        .orElseThrow(() -> Refusal.of(ErrorCode.NOT_FOUND, "This user is not a member"));
  }

  private List<MemberJson> named(List<MemberView> members) {
    Map<Long, String> nicknames =
        accounts.nicknames(
            members.stream()
                .filter(member -> member.nickname() == null)
                .map(MemberView::userId)
                .toList());
    long now = clock.millis();
    return members.stream()
        .map(member -> MemberJson.of(member, nicknames.get(member.userId()), now))
        .toList();
  }
}
