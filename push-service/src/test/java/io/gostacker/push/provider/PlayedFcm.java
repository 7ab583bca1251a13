package io.gostacker.push.provider;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Google's service and the server of its access tokens.
final class PlayedFcm extends PlayedService {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String EMAIL = "push@demo.iam.gserviceaccount.com";
  private static final String TOKEN = "cX1_device:APA91b";
  private static final RSAKey KEY = key();

  private final AtomicInteger granted = new AtomicInteger();
  private final Path credentials;
  private volatile boolean isGranting = true;
  private volatile String accepted = "";

  PlayedFcm(Path folder) throws Exception {
    super("/v1/projects/demo/messages:send");
    server.createContext("/token", this::grant);
    server.start();
    credentials = Files.writeString(folder.resolve("account.json"), account());
  }

  private static RSAKey key() {
    try {
      return new RSAKeyGenerator(2048).generate();
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /// As Google's console gives it.
  private String account() throws com.nimbusds.jose.JOSEException {
    String key =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {10})
                .encodeToString(KEY.toPrivateKey().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    return JSON.writeValueAsString(
        Map.of(
            "type", "service_account",
            "project_id", "demo",
            "private_key_id", "k1",
            "private_key", key,
            "client_email", EMAIL,
            "client_id", "1",
            "token_uri", address() + "/token"));
  }

  String credentials() {
    return credentials.toString();
  }

  /// What was granted before is accepted no more.
  void revoke() {
    accepted = "";
  }

  int granted() {
    return granted.get();
  }

  /// From now on the server of access tokens answers nothing.
  void stopGranting() {
    isGranting = false;
  }

  private void grant(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (!isGranting) {
        return;
      }
      Map<String, String> form = form(body);
      checkGrant(form.getOrDefault("grant_type", ""), SignedJWT.parse(form.get("assertion")));
      accepted = "access-" + granted.incrementAndGet();
      byte[] answer =
          ("{\"access_token\":\"" + accepted + "\",\"expires_in\":3599,\"token_type\":\"Bearer\"}")
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (java.text.ParseException | com.nimbusds.jose.JOSEException | RuntimeException e) {
      troubles().add(e.toString());
      exchange.sendResponseHeaders(400, -1);
    }
  }

  private void checkGrant(String grantType, SignedJWT assertion)
      throws java.text.ParseException, com.nimbusds.jose.JOSEException {
    require("urn:ietf:params:oauth:grant-type:jwt-bearer".equals(grantType), grantType);
    require(assertion.verify(new RSASSAVerifier(KEY.toRSAPublicKey())), "signature of the grant");
    var claims = assertion.getJWTClaimsSet();
    require(EMAIL.equals(claims.getIssuer()), "issuer");
    // Whatever the file says, the grant is for Google.
    require(claims.getAudience().contains("https://oauth2.googleapis.com/token"), "audience");
    require(claims.getExpirationTime().after(new Date()), "expiry");
    require(
        "https://www.googleapis.com/auth/firebase.messaging".equals(claims.getClaim("scope")),
        "scope");
  }

  private static Map<String, String> form(String body) {
    return Arrays.stream(body.split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  @Override
  public PushProvider provider(Duration timeout) {
    return new FcmProvider(
        new FcmSettings(credentials(), address(), timeout, 1000, 64), Clock.systemUTC());
  }

  @Override
  public String token() {
    return TOKEN;
  }

  @Override
  Optional<Answer> early(HttpExchange exchange, byte[] body) {
    if (!("Bearer " + accepted).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      return Optional.of(error(401, "", "UNAUTHENTICATED", "Request had invalid credentials.", ""));
    }
    return JSON.readTree(body).path("message").path("token").asString("").equals(TOKEN)
        ? Optional.empty()
        : Optional.of(
            error(
                400,
                "",
                "INVALID_ARGUMENT",
                "The registration token is not a valid FCM registration token",
                fcm("INVALID_ARGUMENT")));
  }

  @Override
  Arrival read(HttpExchange exchange, byte[] body) {
    JsonNode message = JSON.readTree(body).path("message");
    JsonNode android = message.path("android");
    JsonNode data = message.path("data");
    require(data.valueStream().allMatch(JsonNode::isString), "data has strings only");
    require(android.path("ttl").asString("").matches("[0-9]+s"), "ttl");
    require(android.path("priority").asString("").equals("HIGH"), "priority");
    JsonNode shown = android.path("notification");
    require(shown.path("tag").equals(android.path("collapse_key")), "tag");
    return new Arrival(
        data.path("conversationId").asString() + ":" + data.path("seq").asString(),
        android.path("collapse_key").asString(),
        message.path("notification").path("title").asString(),
        message.path("notification").path("body").asString(),
        shown.path("notification_count").asLong(),
        JSON.writeValueAsBytes(message.path("notification")).length
            + JSON.writeValueAsBytes(data).length);
  }

  @Override
  Answer answer(Play play) {
    return switch (play) {
      case TAKE, HOLD, HANG_UP -> new Answer(200, "", "{\"name\":\"projects/demo/messages/1\"}");
      case GONE ->
          error(404, "", "NOT_FOUND", "Requested entity was not found.", fcm("UNREGISTERED"));
      case REFUSE ->
          error(
              400,
              "",
              "INVALID_ARGUMENT",
              "Invalid value at 'message.data[0].value' (TYPE_STRING), 12",
              "{\"@type\":\"type.googleapis.com/google.rpc.BadRequest\",\"fieldViolations\":"
                  + "[{\"field\":\"message.data[0].value\",\"description\":\"Invalid value\"}]}");
      case BUSY -> error(429, "7", "RESOURCE_EXHAUSTED", "Quota", fcm("QUOTA_EXCEEDED"));
      case FAIL -> error(503, "", "UNAVAILABLE", "Overloaded", fcm("UNAVAILABLE"));
      case FORBID -> error(403, "", "PERMISSION_DENIED", "The caller does not have it", "");
    };
  }

  static String fcm(String code) {
    return "{\"@type\":\"type.googleapis.com/google.firebase.fcm.v1.FcmError\",\"errorCode\":\""
        + code
        + "\"}";
  }

  static Answer error(int status, String retryAfter, String name, String message, String details) {
    String body =
        "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\",\"details\":[%s]}}"
            .formatted(status, message, name, details);
    return new Answer(status, retryAfter, body);
  }

  @Override
  public String hiddenBody() {
    return Notification.WITHOUT_PREVIEW;
  }

  @Override
  public int maxBytes() {
    return 4096;
  }
}
