package io.gostacker.push.provider;

import com.nimbusds.jose.jwk.ECKey;
import java.net.URI;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A browser's, as `PushSubscription.toJSON()` writes it.
///
/// @param endpoint where its push service takes notifications. It is what a client says: to be
///   called only if it is the address of a push service ([PushHosts])
/// @param key of the browser, for encryption
/// @param secret that the browser shares with us alone; 16 bytes
record Subscription(URI endpoint, ECKey key, byte[] secret) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int SECRET_BYTES = 16;

  /// @throws IllegalArgumentException saying what is wrong with it
  static Subscription of(String json) {
    JsonNode subscription = read(json);
    URI endpoint = URI.create(text(subscription, "endpoint"));
    ECKey key = P256.key(bytes(subscription.path("keys"), "p256dh"));
    byte[] secret = bytes(subscription.path("keys"), "auth");
    if (secret.length != SECRET_BYTES) {
      throw new IllegalArgumentException("auth has " + SECRET_BYTES + " bytes");
    }
    return new Subscription(endpoint, key, secret);
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("it is no JSON", e);
    }
  }

  private static byte[] bytes(JsonNode node, String field) {
    String text = text(node, field);
    // Some libraries write them as plain base64.
    return Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_'));
  }

  private static String text(JsonNode node, String field) {
    String text = node.path(field).asString("");
    if (text.isEmpty()) {
      throw new IllegalArgumentException("it has no " + field);
    }
    return text;
  }
}
