package io.gostacker.meta.push;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.token.AccessToken;
import io.gostacker.common.web.Caller;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// `/api/v1/devices/{deviceId}/push-token`: where a device of the caller is notified. The token is
/// never shown again.
@RestController
@RequestMapping("/api/v1/devices/{deviceId}/push-token")
final class PushTokenController {
  private final PushTokens tokens;
  private final Providers providers;
  private final JsonMapper mapper;

  PushTokenController(PushTokens tokens, Providers providers, JsonMapper mapper) {
    this.tokens = tokens;
    this.providers = providers;
    this.mapper = mapper;
  }

  @PutMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void put(
      @Caller AccessToken caller,
      @PathVariable String deviceId,
      @RequestBody PushTokenRequest request) {
    PushTokens.Token token = request.validated(providers.all(), mapper);
    require(tokens.put(caller.userId(), deviceId, token));
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@Caller AccessToken caller, @PathVariable String deviceId) {
    require(tokens.remove(caller.userId(), deviceId));
  }

  private static void require(boolean loggedIn) {
    if (!loggedIn) {
      throw Refusal.of(ErrorCode.NOT_FOUND, "No such device is logged in");
    }
  }
}
