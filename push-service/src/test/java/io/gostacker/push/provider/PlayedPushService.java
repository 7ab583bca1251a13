package io.gostacker.push.provider;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A browser's push service, and the browser that it brings notifications to.
final class PlayedPushService extends PlayedService {
  static final VapidKeys KEYS = VapidKeys.generate(new SecureRandom());
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern VAPID = Pattern.compile("vapid t=([^,]+), k=([A-Za-z0-9_-]+)");
  private static final String PATH = "/push/";

  private final PlayedBrowser browser = PlayedBrowser.make();

  PlayedPushService() throws IOException {
    super(PATH);
    server.start();
  }

  @Override
  public PushProvider provider(Duration timeout) {
    return new WebPushProvider(settings(timeout), KEYS, new SecureRandom(), Clock.systemUTC());
  }

  static WebPushSettings settings(Duration timeout) {
    return new WebPushSettings(
        true, "mailto:push@example.com", List.of("127.0.0.1"), timeout, 1000, 64);
  }

  @Override
  public String token() {
    return browser.subscription(address() + PATH + "device-1");
  }

  @Override
  Arrival read(HttpExchange exchange, byte[] body) throws Exception {
    checkVapid(header(exchange, "Authorization"));
    require(header(exchange, "Content-Encoding").equals("aes128gcm"), "Content-Encoding");
    require(header(exchange, "TTL").matches("[0-9]+"), "TTL");
    String topic = header(exchange, "Topic");
    require(topic.matches("[A-Za-z0-9_-]{1,32}"), "Topic");
    byte[] text = browser.decrypt(body);
    JsonNode json = JSON.readTree(text);
    String urgency = json.path("mention").asBoolean() ? "high" : "normal";
    require(header(exchange, "Urgency").equals(urgency), "Urgency");
    require(json.path("conversationId").isString(), "conversationId");
    require(json.path("seq").isIntegralNumber(), "seq");
    return new Arrival(
        json.path("conversationId").asString() + ":" + json.path("seq").asLong(),
        topic,
        json.path("title").asString(),
        json.path("body").asString(),
        json.path("badge").asLong(),
        text.length);
  }

  private void checkVapid(String authorization) throws Exception {
    Matcher parts = VAPID.matcher(authorization);
    require(parts.matches(), "no vapid: " + authorization);
    require(parts.group(2).equals(KEYS.publicKey()), "not whom the browser subscribed to");
    var key = P256.key(Base64.getUrlDecoder().decode(parts.group(2)));
    SignedJWT token = SignedJWT.parse(parts.group(1));
    require(token.verify(new ECDSAVerifier(key)), "signature of vapid");
    JWTClaimsSet claims = token.getJWTClaimsSet();
    require(claims.getAudience().equals(List.of(address())), "audience");
    require("mailto:push@example.com".equals(claims.getSubject()), "subject");
    Instant end = claims.getExpirationTime().toInstant();
    Instant now = Instant.now();
    require(end.isAfter(now) && end.isBefore(now.plus(Duration.ofHours(24))), "expiry");
  }

  @Override
  Answer answer(Play play) {
    return switch (play) {
      case TAKE, HOLD, HANG_UP -> new Answer(201, "", "");
      case GONE -> new Answer(410, "", "push subscription has unsubscribed or expired");
      case REFUSE -> new Answer(413, "", "");
      case BUSY -> new Answer(429, "7", "");
      case FAIL -> new Answer(503, "", "");
      case FORBID -> new Answer(403, "", "the VAPID credentials do not correspond");
    };
  }

  @Override
  public int maxBytes() {
    return 3072;
  }
}
