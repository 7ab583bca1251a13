package io.gostacker.push.provider;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An adapter that takes signed calls, and checks the signature as its documents say.
final class PlayedAdapter extends PlayedService {
  private static final String SECRET = "a secret of the adapter";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  PlayedAdapter() throws IOException {
    super("/push");
    server.start();
  }

  @Override
  public PushProvider provider(Duration timeout) {
    return new SignedHttpProvider(
        "huawei",
        new SignedHttpSettings.Target(address() + "/push", SECRET, timeout, 1000, 64),
        java.time.Clock.systemUTC());
  }

  @Override
  public String token() {
    return "a token of Huawei's";
  }

  @Override
  Optional<Answer> early(HttpExchange exchange, byte[] body) {
    // What is no token of its own it does not know.
    return JSON.readTree(body).path("token").asString("").equals(token())
        ? Optional.empty()
        : Optional.of(new Answer(410, "", "unknown token"));
  }

  @Override
  Arrival read(HttpExchange exchange, byte[] body) throws GeneralSecurityException {
    String time = header(exchange, "GoStacker-Timestamp");
    require(Math.abs(Instant.now().getEpochSecond() - Long.parseLong(time)) < 60, "old: " + time);
    require(signature(time, body).equals(header(exchange, "GoStacker-Signature")), "signature");
    JsonNode json = JSON.readTree(body);
    String id = json.path("notificationId").asString();
    require(id.equals(header(exchange, "Idempotency-Key")), "Idempotency-Key");
    require(json.path("provider").asString().equals("huawei"), "provider");
    require(json.path("userId").asString().equals("42"), "userId");
    require(json.path("seq").isIntegralNumber(), "seq");
    require(json.path("mention").isBoolean(), "mention");
    require(Instant.parse(json.path("expiresAt").asString()).isAfter(Instant.EPOCH), "expiresAt");
    return new Arrival(
        id,
        json.path("conversationId").asString(),
        json.path("title").asString(),
        json.path("body").asString(),
        json.path("badge").asLong(),
        body.length);
  }

  private static String signature(String time, byte[] body) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
    return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
  }

  @Override
  Answer answer(Play play) {
    return switch (play) {
      case TAKE, HOLD, HANG_UP -> new Answer(204, "", "");
      case GONE -> new Answer(404, "", "gone");
      case REFUSE -> new Answer(422, "", "not like this");
      case BUSY -> new Answer(429, "7", "");
      case FAIL -> new Answer(502, "", "");
      case FORBID -> new Answer(401, "", "wrong signature");
    };
  }

  @Override
  public int maxBytes() {
    return 4096;
  }
}
