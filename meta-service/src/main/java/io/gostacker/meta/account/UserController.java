package io.gostacker.meta.account;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.id.Ids;
import io.gostacker.common.token.AccessToken;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.common.web.Caller;
import io.gostacker.common.web.Paging;
import io.gostacker.meta.event.AccountEvents;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/users`.
@RestController
@RequestMapping("/api/v1/users")
final class UserController {
  private static final int MAX_QUERY = 64;

  private final Accounts accounts;
  private final UserSearch search;
  private final Transactions transactions;
  private final AccountEvents events;

  UserController(
      Accounts accounts, UserSearch search, Transactions transactions, AccountEvents events) {
    this.accounts = accounts;
    this.search = search;
    this.transactions = transactions;
    this.events = events;
  }

  @GetMapping("/me")
  Profile me(@Caller AccessToken caller) {
    return Profile.of(find(caller, caller.userId()));
  }

  @PatchMapping("/me")
  Profile change(@Caller AccessToken caller, @RequestBody ProfileChange change) {
    change.validate();
    return transactions.run(() -> {
      accounts.update(caller.appId(), caller.userId(), change);
      Profile changed = Profile.of(find(caller, caller.userId()));
      events.changed(caller.userId());
      return changed;
    });
  }

  @GetMapping("/{userId}")
  Profile user(@Caller AccessToken caller, @PathVariable String userId) {
    return Profile.of(find(caller, Ids.parse(userId)));
  }

  /// A page of profiles.
  record ProfilePage(List<Profile> items, @Nullable String nextCursor) {}

  @GetMapping
  ProfilePage search(
      @Caller AccessToken caller,
      @RequestParam(required = false) @Nullable String query,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor) {
    if (query == null || query.isBlank() || query.codePointCount(0, query.length()) > MAX_QUERY) {
      throw Refusal.invalid("query", "is needed: 1 to " + MAX_QUERY + " characters");
    }
    UserSearch.Page page = search.find(caller.appId(), query, Paging.limit(limit), cursor);
    return new ProfilePage(page.items().stream().map(Profile::of).toList(), page.nextCursor());
  }

  private Account find(AccessToken caller, long userId) {
    return accounts
        .find(caller.appId(), userId)
        .orElseThrow(() -> Refusal.of(ErrorCode.NOT_FOUND, "No such user"));
  }
}
