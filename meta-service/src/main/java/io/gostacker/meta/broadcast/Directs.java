package io.gostacker.meta.broadcast;

import io.gostacker.common.transport.Command;
import io.gostacker.meta.account.Accounts;
import io.gostacker.meta.conversation.DirectConversations;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The conversations of a broadcast's sender with the recipients of a page. Blocks.
final class Directs {
  private final Accounts accounts;
  private final DirectConversations conversations;

  Directs(Accounts accounts, DirectConversations conversations) {
    this.accounts = accounts;
    this.conversations = conversations;
  }

  /// For each who exists what makes the conversation, or confirms it.
  ///
  /// @param page user ids, ascending and distinct
  Map<Long, Command.Create> of(Broadcast broadcast, List<Long> page) {
    Set<Long> known =
        accounts.existing(broadcast.appId(), page.stream().mapToLong(Long::longValue).toArray());
    return conversations.withEach(
        broadcast.senderId(), page.stream().filter(known::contains).toList());
  }
}
