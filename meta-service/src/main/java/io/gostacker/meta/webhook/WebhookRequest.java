package io.gostacker.meta.webhook;

import io.gostacker.common.id.Ids;
import io.gostacker.common.web.FieldErrors;
import io.gostacker.meta.account.WebAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of `PUT /server/webhooks/{name}`.
///
/// @param secret null to keep the present one, or to be given one
/// @param types null for all
/// @param after null to begin with what happens from now on; only for a new one
record WebhookRequest(
    @Nullable String url,
    @Nullable String secret,
    @Nullable List<@Nullable String> types,
    @Nullable String after) {
  private static final int MAX_TYPES = 40;
  private static final int MIN_SECRET = 16;
  private static final int MAX_SECRET = 128;

  /// @throws io.gostacker.common.error.Refusal `validation_failed`
  void validate() {
    FieldErrors errors = new FieldErrors();
    errors.require(
        url != null && WebAddress.flaw(url) == null,
        "url",
        "is needed: an http or https address of at most 1024 characters");
    errors.require(
        secret == null
            || (secret.length() >= MIN_SECRET
                && secret.length() <= MAX_SECRET
                && secret.chars().allMatch(c -> c > ' ' && c < 0x7F)),
        "secret",
        "must be " + MIN_SECRET + " to " + MAX_SECRET + " visible ASCII characters");
    errors.require(
        types == null
            || (types.size() <= MAX_TYPES && types.stream().allMatch(WebhookRequest::isType)),
        "types",
        "must be at most " + MAX_TYPES + " like 'message', 'member.left' or 'member.*'");
    errors.require(
        after == null || after.equals("0") || Ids.parse(after) != Ids.NONE,
        "after",
        "must be the id of an event, or 0");
    errors.refuse();
  }

  private static boolean isType(@Nullable String type) {
    return type != null && type.length() <= 24 && type.matches("[a-z-]+(\\.([a-z-]+|\\*))?");
  }
}
