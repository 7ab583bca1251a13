package io.gostacker.meta.login;

import static java.util.Objects.requireNonNull;

import io.gostacker.common.id.Ids;
import io.gostacker.common.web.FieldErrors;
import io.gostacker.meta.name.DisplayName;
import org.jspecify.annotations.Nullable;

/// The body of `login`. Name and password are only wrong or right, never malformed: the answer says
/// nothing about the rules that existing ones have passed.
record LoginRequest(
    @Nullable String username,
    @Nullable String password,
    @Nullable String deviceId,
    @Nullable String platform) {
  private static final int MAX_PLATFORM = 32;

  /// A request that has passed the rules.
  ///
  /// @param deviceId null when the server is to make one
  record Valid(String username, String password, @Nullable String deviceId, String platform) {

    /// Without the password.
    @Override
    public String toString() {
      return username;
    }
  }

  /// @throws io.gostacker.common.error.Refusal `validation_failed`
  Valid validated() {
    FieldErrors errors =
        new FieldErrors()
            .require(username != null, "username", "is needed")
            .require(password != null, "password", "is needed")
            .require(
                deviceId == null || Ids.isClientId(deviceId),
                "deviceId",
                "must be 1 to 64 letters, digits, '_' or '-'");
    if (platform != null) {
      errors.note("platform", DisplayName.flaw(platform, MAX_PLATFORM));
    }
    errors.refuse();
    return new Valid(
        requireNonNull(username),
        requireNonNull(password),
        deviceId,
        platform == null ? "" : platform);
  }

  /// Without the password.
  @Override
  public String toString() {
    return "LoginRequest";
  }
}
