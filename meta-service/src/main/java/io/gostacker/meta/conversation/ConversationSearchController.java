package io.gostacker.meta.conversation;

import io.gostacker.common.error.Refusal;
import io.gostacker.common.token.AccessToken;
import io.gostacker.common.web.Caller;
import io.gostacker.common.web.Paging;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/conversations/search`.
@RestController
final class ConversationSearchController {
  private static final int MAX_QUERY = 64;

  private final ConversationSearch search;

  ConversationSearchController(ConversationSearch search) {
    this.search = search;
  }

  @GetMapping("/api/v1/conversations/search")
  ConversationSearch.Page search(
      @Caller AccessToken caller,
      @RequestParam(required = false) @Nullable String query,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor) {
    if (query == null || query.isBlank() || query.codePointCount(0, query.length()) > MAX_QUERY) {
      throw Refusal.invalid("query", "is needed: 1 to " + MAX_QUERY + " characters");
    }
    return search.find(caller.appId(), query, Paging.limit(limit), cursor);
  }
}
