package io.gostacker.meta;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.gostacker.meta.RestClient.Answer;
import io.gostacker.meta.RestClient.User;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthTest {
  private static final String REGISTER = "/api/v1/auth/register";
  private static final String LOGIN = "/api/v1/auth/login";
  private static final String REFRESH = "/api/v1/auth/refresh";
  private static final String LOGOUT = "/api/v1/auth/logout";
  private static final String ME = "/api/v1/users/me";

  private static final MetaServer server = MetaServer.shared();
  private static final RestClient anybody = server.client();

  @Test
  void registrationAnswersTheUserAndNeverTheSameNameTwiceInAnyCase() {
    String name = "Ann_" + UUID.randomUUID().toString().substring(0, 8);
    String body = "{\"username\":\"%s\",\"password\":\"correct horse\"}";

    Answer first = anybody.post(REGISTER, body.formatted(name));
    Answer second = anybody.post(REGISTER, body.formatted(name.toUpperCase(Locale.ROOT)));

    assertThat(first.status()).isEqualTo(201);
    assertThat(first.text("userId")).matches("[1-9][0-9]{0,18}");
    assertThat(first.text("username")).isEqualTo(name);
    assertThat(first.text("nickname")).isEqualTo(name);
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.code()).isEqualTo("username_taken");
  }

  @Test
  void oneOfManySimultaneousRegistrationsOfANameWins() {
    String body =
        "{\"username\":\"%s\",\"password\":\"correct horse\"}"
            .formatted("race_" + UUID.randomUUID().toString().substring(0, 8));

    List<Integer> statuses =
        Together.run(8, i -> anybody.post(REGISTER, body)).stream().map(Answer::status).toList();

    assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"username\":\"ab\",\"password\":\"correct horse\"} | username",
        "{\"username\":\"a b c\",\"password\":\"correct horse\"} | username",
        "{\"username\":\"\u00e9lan\",\"password\":\"correct horse\"} | username",
        "{\"username\":\"abc\\u0000\",\"password\":\"correct horse\"} | username",
        "{\"username\":\"good\",\"password\":\"short\"} | password",
        "{\"username\":\"good\"} | password",
        "{\"username\":\"good\",\"password\":\"correct horse\",\"nickname\":\" \"} | nickname",
        "{\"username\":\"good\",\"password\":\"correct horse\",\"nickname\":\"a\\u0007\"} | nickname",
        "{\"username\":\"good\",\"password\":12345678} | password",
        "{\"username\":[\"good\"],\"password\":\"correct horse\"} | username",
      })
  void aBadRegistrationIsRefusedByField(String body, String field) {
    Answer answer = anybody.post(REGISTER, body);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("validation_failed");
    assertThat(answer.json().path("errors").path(0).path("field").asString("")).isEqualTo(field);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void aLoginGivesATokenThatSaysWhoAndIsSignedByAPublishedKey() throws ParseException {
    User ann = anybody.user("ann");

    SignedJWT token = SignedJWT.parse(ann.tokens().path("accessToken").asString());
    Answer keys = anybody.get("/.well-known/jwks.json");

    assertThat(ann.tokens().path("expiresIn").asLong()).isEqualTo(3600);
    assertThat(ann.tokens().path("userId").asString()).isEqualTo(ann.userId());
    assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
    assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo(ann.userId());
    assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("gostacker");
    assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("gostacker");
    assertThat(keys.json().path("keys").path(0).path("kid").asString())
        .isEqualTo(token.getHeader().getKeyID());
    assertThat(keys.json().path("keys").path(0).propertyNames()).doesNotContain("d", "p", "q");
  }

  @Test
  void aWrongPasswordAndAnUnknownNameAreAnsweredAlike() {
    User ann = anybody.user("ann");
    String body = "{\"username\":\"%s\",\"password\":\"wrong horse\"}";

    Answer wrong = anybody.post(LOGIN, body.formatted(ann.username()));
    Answer unknown = anybody.post(LOGIN, body.formatted("nobody" + UUID.randomUUID()));

    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.code()).isEqualTo("bad_credentials");
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.json()).isEqualTo(wrong.json());
  }

  @Test
  void theEleventhWrongPasswordWithinAMinuteIsRateLimited() {
    User ann = anybody.user("ann");
    String body = "{\"username\":\"%s\",\"password\":\"wrong horse\"}".formatted(ann.username());

    List<Integer> first =
        IntStream.range(0, 10).mapToObj(i -> anybody.post(LOGIN, body).status()).toList();
    Answer eleventh =
        anybody.post(LOGIN, body.replace(ann.username(), ann.username().toUpperCase(Locale.ROOT)));

    assertThat(first).containsOnly(401);
    assertThat(eleventh.status()).isEqualTo(429);
    assertThat(eleventh.code()).isEqualTo("rate_limited");
    assertThat(Integer.parseInt(eleventh.header("Retry-After"))).isBetween(1, 60);
  }

  @Test
  void theServerNamesADeviceThatHasNoName() {
    User ann = anybody.user("ann");

    Answer answer =
        anybody.post(
            LOGIN,
            "{\"username\":\"%s\",\"password\":\"correct horse\"}".formatted(ann.username()));

    assertThat(answer.text("deviceId")).matches("[A-Za-z0-9_-]{22}");
  }

  @Test
  void aRefreshTokenWorksOnceAndItsReuseEndsTheSession() {
    User ann = anybody.user("ann");
    String first = refreshBody(ann.tokens().path("refreshToken").asString());

    Answer renewed = anybody.post(REFRESH, first);
    RestClient after = anybody.bearing(renewed.text("accessToken"));

    assertThat(renewed.status()).isEqualTo(200);
    assertThat(renewed.text("userId")).isEqualTo(ann.userId());
    assertThat(renewed.text("deviceId")).isEqualTo(ann.tokens().path("deviceId").asString());
    assertThat(after.get(ME).status()).isEqualTo(200);

    assertThat(anybody.post(REFRESH, first).status()).isEqualTo(401);
    assertThat(after.get(ME).code()).isEqualTo("unauthenticated");
    assertThat(anybody.post(REFRESH, refreshBody(renewed.text("refreshToken"))).status())
        .isEqualTo(401);
    assertThat(server.closedSessions()).contains(sessionOf(ann));
  }

  @Test
  void oneOfManySimultaneousRefreshesWins() {
    User ann = anybody.user("ann");
    String body = refreshBody(ann.tokens().path("refreshToken").asString());

    List<Integer> statuses =
        Together.run(8, i -> anybody.post(REFRESH, body)).stream().map(Answer::status).toList();

    assertThat(statuses).containsOnly(200, 401).containsOnlyOnce(200);
  }

  @Test
  void logoutEndsTheTokensOfItsSessionOnlyAndClosesItsSockets() {
    User phone = anybody.user("ann");
    User laptop = anybody.login(phone.userId(), phone.username(), "laptop");

    assertThat(phone.client().post(LOGOUT, "").status()).isEqualTo(204);

    assertThat(phone.client().get(ME).status()).isEqualTo(401);
    assertThat(
            anybody
                .post(REFRESH, refreshBody(phone.tokens().path("refreshToken").asString()))
                .status())
        .isEqualTo(401);
    assertThat(server.closedSessions()).contains(sessionOf(phone));
    assertThat(laptop.client().get(ME).status()).isEqualTo(200);
  }

  @Test
  void aNewerLoginOfADeviceEndsTheOneBefore() {
    User before = anybody.user("ann");

    User after =
        anybody.login(
            before.userId(), before.username(), before.tokens().path("deviceId").asString());

    assertThat(before.client().get(ME).status()).isEqualTo(401);
    assertThat(after.client().get(ME).status()).isEqualTo(200);
    assertThat(server.closedSessions()).contains(sessionOf(before));
  }

  @Test
  void simultaneousLoginsOfADeviceLeaveOneSession() {
    User ann = anybody.user("ann");

    List<User> logins = Together.run(6, i -> anybody.login(ann.userId(), ann.username(), "tablet"));

    assertThat(logins.stream().filter(user -> user.client().get(ME).status() == 200)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "Bearer",
    "Bearer x",
    "Basic YTpi",
    "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
  })
  void whatIsNoTokenOfOursIsUnauthenticated(String authorization) {
    Answer answer = anybody.with("Authorization", authorization).get(ME);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("unauthenticated");
  }

  private static String refreshBody(String token) {
    return "{\"refreshToken\":\"" + token + "\"}";
  }

  static String sessionOf(User user) {
    try {
      return SignedJWT.parse(user.tokens().path("accessToken").asString())
          .getJWTClaimsSet()
          .getClaimAsString("sid");
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }
}
