package io.gostacker.client;

import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The door to one GoStacker installation: accounts and logins. Thread-safe; keep one per server.
public final class GoStackerClient implements AutoCloseable {
  private final HttpApi api;
  private final InstantSource clock;
  private final RandomGenerator random;

  /// Talks to the server at `base`, for example `http://localhost:8080`. Does not connect yet.
  public GoStackerClient(URI base) {
    this(base, InstantSource.system(), new java.security.SecureRandom());
  }

  /// As above, with the given sources of time and of jitter.
  public GoStackerClient(URI base, InstantSource clock, RandomGenerator random) {
    this.api = new HttpApi(base);
    this.clock = clock;
    this.random = random;
  }

  /// Makes an account. Refused with `username_taken` or `validation_failed`.
  public Answer<User> register(String username, String password, @Nullable String nickname) {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("username", username);
    body.put("password", password);
    if (nickname != null) {
      body.put("nickname", nickname);
    }
    return api.call("POST", "/api/v1/auth/register")
        .json(body)
        .send()
        .then(json -> HttpApi.read(json, User.class));
  }

  /// Logs in on the device `deviceId` (1 to 64 of `[A-Za-z0-9_-]`). Refused with `bad_credentials`,
  /// or with `rate_limited` and a [Problem#retryAfter].
  public Answer<Session> login(String username, String password, String deviceId) {
    Map<String, String> body =
        Map.of("username", username, "password", password, "deviceId", deviceId);
    return api.call("POST", "/api/v1/auth/login")
        .json(body)
        .send()
        .then(json -> HttpApi.read(json, Tokens.class))
        .map(tokens -> new Session(api, new Credentials(api, tokens, clock), random));
  }

  /// A login with a token that the app's back end was given ([ServerApi#tokens]). It is not
  /// renewed: when it has expired, calls are refused with `unauthenticated` and connections end,
  /// and it takes another one.
  public Session adopt(ServerApi.DeviceToken token) {
    Tokens tokens =
        new Tokens(token.accessToken(), Tokens.NO_REFRESH, 0, token.userId(), token.deviceId());
    return new Session(api, new Credentials(api, tokens, clock), random);
  }

  /// Ends everything that goes over this client, open connections without a word; close those
  /// before.
  @Override
  public void close() {
    api.http().shutdownNow();
  }
}
