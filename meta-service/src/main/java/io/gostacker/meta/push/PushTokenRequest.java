package io.gostacker.meta.push;

import io.gostacker.common.web.FieldErrors;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The body of `PUT /devices/{deviceId}/push-token`.
///
/// @param subscription of a browser, for Web Push, instead of `token`; if both are there it counts
record PushTokenRequest(
    @Nullable String provider, @Nullable String token, @Nullable Subscription subscription) {
  static final String WEB_PUSH = "webpush";

  private static final int MAX_TOKEN = 4096;

  /// What is to be kept.
  ///
  /// @throws io.gostacker.common.error.Refusal `validation_failed`
  PushTokens.Token validated(List<Providers.Provider> known, JsonMapper mapper) {
    FieldErrors errors = new FieldErrors();
    errors.note("provider", providerFlaw(known));
    String kept = WEB_PUSH.equals(provider) ? subscription(errors, mapper) : plain(errors);
    errors.refuse();
    return new PushTokens.Token(Objects.requireNonNull(provider), kept);
  }

  private @Nullable String providerFlaw(List<Providers.Provider> known) {
    if (known.stream().anyMatch(each -> each.name().equals(provider))) {
      return null;
    }
    return known.isEmpty()
        ? "cannot be any: nobody is notified here"
        : known.stream()
            .map(each -> '"' + each.name() + '"')
            .collect(Collectors.joining(", ", "must be one of ", ""));
  }

  private String plain(FieldErrors errors) {
    errors.require(
        isPlain(token), "token", "must be 1 to " + MAX_TOKEN + " printable ASCII characters");
    return token == null ? "" : token;
  }

  private static boolean isPlain(@Nullable String text) {
    return text != null
        && !text.isEmpty()
        && text.length() <= MAX_TOKEN
        && text.chars().allMatch(c -> c >= ' ' && c < 0x7F);
  }

  private String subscription(FieldErrors errors, JsonMapper mapper) {
    String field = subscription == null ? "token" : "subscription";
    Subscription given = subscription == null ? parsed(mapper) : subscription;
    if (given == null) {
      errors.note("subscription", "is needed: {\"endpoint\", \"keys\": {\"p256dh\", \"auth\"}}");
      return "";
    }
    String json = given.json(errors, field + ".");
    errors.require(
        json.length() <= MAX_TOKEN, field, "is longer than " + MAX_TOKEN + " characters");
    return json;
  }

  /// A token that is a subscription as text, as libraries hand it around.
  private @Nullable Subscription parsed(JsonMapper mapper) {
    try {
      return token == null ? null : mapper.readValue(token, Subscription.class);
    } catch (JacksonException e) {
      return null;
    }
  }

  /// Without the secret.
  @Override
  public String toString() {
    return "PushTokenRequest[" + provider + "]";
  }
}
