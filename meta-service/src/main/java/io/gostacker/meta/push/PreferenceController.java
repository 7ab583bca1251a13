package io.gostacker.meta.push;

import io.gostacker.common.token.AccessToken;
import io.gostacker.common.web.Caller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/users/me/notifications`: how the caller wants to be notified, on all devices.
@RestController
@RequestMapping("/api/v1/users/me/notifications")
final class PreferenceController {
  private final Preferences preferences;

  PreferenceController(Preferences preferences) {
    this.preferences = preferences;
  }

  @GetMapping
  Preference read(@Caller AccessToken caller) {
    return preferences.of(caller.userId());
  }

  @PatchMapping
  Preference change(@Caller AccessToken caller, @RequestBody PreferenceChange change) {
    return preferences.change(caller.userId(), change::onto);
  }
}
