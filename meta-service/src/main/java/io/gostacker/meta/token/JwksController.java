package io.gostacker.meta.token;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/.well-known/jwks.json`: with what anybody can verify access tokens.
@RestController
final class JwksController {
  private final SigningKeys keys;
  private final CacheControl cache;

  JwksController(SigningKeys keys, TokenSettings settings) {
    this.keys = keys;
    this.cache = CacheControl.maxAge(min(settings.keysReload(), Duration.ofMinutes(1)));
  }

  @GetMapping("/.well-known/jwks.json")
  ResponseEntity<byte[]> keys() {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .cacheControl(cache)
        .body(keys.published().toString(true).getBytes(StandardCharsets.UTF_8));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
