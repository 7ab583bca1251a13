package io.gostacker.meta.server;

import static java.util.Objects.requireNonNull;

import io.gostacker.common.web.FieldErrors;
import io.gostacker.meta.account.WebAddress;
import io.gostacker.meta.name.DisplayName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The body of `POST /server/users`.
record UsersRequest(@Nullable List<@Nullable User> users) {
  private static final int MAX_USERS = 1000;
  private static final int MAX_EXTERNAL_ID = 128;
  private static final int MAX_NICKNAME = 64;

  /// As in a profile: what is absent stays, an `avatarUrl` of null goes.
  record User(
      @Nullable String externalId, @Nullable String nickname, @Nullable JsonNode avatarUrl) {}

  /// @throws io.gostacker.common.error.Refusal `validation_failed`
  List<ServerUsers.Wanted> validated() {
    FieldErrors errors = new FieldErrors();
    if (users == null || users.size() > MAX_USERS) {
      errors.note("users", "is needed: a list of at most " + MAX_USERS + " users");
      errors.refuse();
    }
    List<ServerUsers.Wanted> wanted = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (User user : requireNonNull(users)) {
      String field = "users[" + wanted.size() + "]";
      wanted.add(validated(errors, field, user == null ? new User(null, null, null) : user));
      String externalId = wanted.getLast().externalId();
      errors.require(seen.add(externalId), field + ".externalId", "is given twice");
    }
    errors.refuse();
    return wanted;
  }

  private static ServerUsers.Wanted validated(FieldErrors errors, String field, User user) {
    String externalId = user.externalId();
    errors.note(field + ".externalId", externalIdFlaw(externalId));
    if (user.nickname() != null) {
      errors.note(field + ".nickname", DisplayName.flaw(user.nickname(), MAX_NICKNAME));
    }
    JsonNode avatar = user.avatarUrl();
    String avatarUrl = avatar == null || !avatar.isString() ? null : avatar.stringValue();
    if (avatar != null && !avatar.isNull()) {
      errors.note(field + ".avatarUrl", WebAddress.flaw(avatarUrl));
    }
    return new ServerUsers.Wanted(
        externalId == null ? "" : externalId, user.nickname(), avatar != null, avatarUrl);
  }

  /// Databases take an id with blanks at its end for the one without.
  private static @Nullable String externalIdFlaw(@Nullable String externalId) {
    String flaw = DisplayName.flaw(externalId, MAX_EXTERNAL_ID);
    boolean trimmed = externalId == null || externalId.equals(externalId.strip());
    return flaw != null || trimmed ? flaw : "must not begin or end with a blank";
  }
}
