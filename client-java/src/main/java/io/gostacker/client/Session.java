package io.gostacker.client;

import io.gostacker.client.HttpApi.Call;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One login of one device: the REST calls of a user, and the way to a [Connection].
///
/// Thread-safe. Access tokens are renewed before they expire and once after a 401.
public final class Session {
  private static final String NOTIFICATIONS = "/api/v1/users/me/notifications";

  private final HttpApi api;
  private final Credentials credentials;
  private final RandomGenerator random;

  Session(HttpApi api, Credentials credentials, RandomGenerator random) {
    this.api = api;
    this.credentials = credentials;
    this.random = random;
  }

  /// Whose login this is.
  public String userId() {
    return credentials.userId();
  }

  /// The device that is logged in.
  public String deviceId() {
    return credentials.deviceId();
  }

  /// Opens a connection that stays up, or comes back, until it is closed.
  ///
  /// @param cursors per conversation the last seq that the caller already has; whatever is newer is
  ///   delivered, and all of a conversation that is not in it
  /// @param listener called by one thread at a time, in order; while it runs nothing else of this
  ///   connection does
  public Connection connect(
      Map<String, Long> cursors, ConnectionSettings settings, Consumer<Event> listener) {
    return Connection.open(
        new Dialer(api.http(), api.base(), credentials),
        credentials.userId(),
        settings,
        cursors,
        listener,
        random);
  }

  /// My conversations, most recent activity first; `cursor` is null for the first page.
  public Answer<Page<Conversation>> conversations(@Nullable String cursor, int limit) {
    return send(() -> api.call("GET", "/api/v1/conversations?" + paging(cursor, limit)))
        .then(json -> page(json, Conversation.class));
  }

  /// The direct conversation with that user, made if there is none yet.
  public Answer<Conversation> direct(String userId) {
    return create(Map.of("type", "direct", "memberIds", List.of(userId)));
  }

  /// Makes a group of oneself and `memberIds`.
  public Answer<Conversation> group(String name, List<String> memberIds) {
    return create(Map.of("type", "group", "name", name, "memberIds", memberIds));
  }

  private Answer<Conversation> create(Map<String, Object> body) {
    String key = UUID.randomUUID().toString();
    return send(() ->
            api.call("POST", "/api/v1/conversations").header("Idempotency-Key", key).json(body))
        .then(json -> HttpApi.read(json, Conversation.class));
  }

  /// One conversation of mine.
  public Answer<Conversation> conversation(String conversationId) {
    return send(() -> api.call("GET", conversationPath(conversationId)))
        .then(json -> HttpApi.read(json, Conversation.class));
  }

  /// The members of a conversation of mine.
  public Answer<Page<Member>> members(String conversationId, @Nullable String cursor, int limit) {
    String path = conversationPath(conversationId) + "/members?" + paging(cursor, limit);
    return send(() -> api.call("GET", path)).then(json -> page(json, Member.class));
  }

  /// Adds users to a group; for its owner and admins.
  public Answer<Added> add(String conversationId, List<String> userIds) {
    String path = conversationPath(conversationId) + "/members";
    return send(() -> api.call("POST", path).json(Map.of("userIds", userIds)))
        .then(json -> HttpApi.read(json, Added.class));
  }

  /// Removes a member, or leaves when it is oneself.
  public Answer<JsonNode> remove(String conversationId, String userId) {
    return send(
        () -> api.call("DELETE", conversationPath(conversationId) + "/members/" + enc(userId)));
  }

  /// A user's public profile.
  public Answer<User> user(String userId) {
    return send(() -> api.call("GET", "/api/v1/users/" + enc(userId)))
        .then(json -> HttpApi.read(json, User.class));
  }

  /// Users that match `query`, for example by their user name.
  public Answer<Page<User>> users(String query) {
    return send(() -> api.call("GET", "/api/v1/users?query=" + enc(query)))
        .then(json -> page(json, User.class));
  }

  /// The newest messages below `beforeSeq`, or of all when it is 0; descending.
  public Answer<History> historyBefore(String conversationId, long beforeSeq, int limit) {
    String before = beforeSeq > 0 ? "beforeSeq=" + beforeSeq + "&" : "";
    return history(conversationId, before + "limit=" + limit);
  }

  /// The messages after `afterSeq`, ascending.
  public Answer<History> historyAfter(String conversationId, long afterSeq, int limit) {
    return history(conversationId, "afterSeq=" + afterSeq + "&limit=" + limit);
  }

  private Answer<History> history(String conversationId, String query) {
    String path = conversationPath(conversationId) + "/messages?" + query;
    return send(() -> api.call("GET", path)).then(json -> HttpApi.read(json, History.class));
  }

  /// Sends over REST. The same `clientMessageId` again is answered with the first result.
  public Answer<SendOutcome.Sent> send(
      String conversationId, String clientMessageId, Content content) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("clientMessageId", clientMessageId);
    body.put("content", content);
    String path = conversationPath(conversationId) + "/messages";
    return send(() -> api.call("POST", path).json(body))
        .then(json -> HttpApi.read(json, SendOutcome.Sent.class));
  }

  /// Marks everything up to `seq` as read; only moves forward.
  public Answer<JsonNode> read(String conversationId, long seq) {
    String path = conversationPath(conversationId) + "/read";
    return send(() -> api.call("PUT", path).json(Map.of("seq", seq)));
  }

  /// Has this device notified while it is away, from now on with this token. Hand it in after each
  /// login: it goes when the device is logged out.
  ///
  /// @param provider one that the installation has, for example `fcm`
  /// @param token as the provider gave it to the device
  public Answer<JsonNode> putPushToken(String provider, String token) {
    return send(
        () -> api.call("PUT", pushTokenPath()).json(Map.of("provider", provider, "token", token)));
  }

  /// Has this device notified no more.
  public Answer<JsonNode> removePushToken() {
    return send(() -> api.call("DELETE", pushTokenPath()));
  }

  private String pushTokenPath() {
    return "/api/v1/devices/" + enc(deviceId()) + "/push-token";
  }

  /// How I want to be notified.
  public Answer<Notifications> notifications() {
    return send(() -> api.call("GET", NOTIFICATIONS))
        .then(json -> HttpApi.read(json, Notifications.class));
  }

  /// Changes how I want to be notified, on all devices.
  public Answer<Notifications> setNotifications(Notifications wanted) {
    return send(() -> api.call("PATCH", NOTIFICATIONS).json(wanted))
        .then(json -> HttpApi.read(json, Notifications.class));
  }

  /// Logs the device out; its connections end with 4401.
  public Answer<JsonNode> logout() {
    return send(() -> api.call("POST", "/api/v1/auth/logout"));
  }

  private Answer<JsonNode> send(java.util.function.Supplier<Call> request) {
    return credentials
        .accessToken()
        .then(token -> {
          Answer<JsonNode> answer = request.get().bearer(token).send();
          return answer instanceof Answer.Refused<JsonNode>(Problem problem)
                  && problem.status() == 401
              ? credentials.renew(token).then(fresh -> request.get().bearer(fresh).send())
              : answer;
        });
  }

  static <T> Answer<Page<T>> page(JsonNode json, Class<T> type) {
    List<T> items = new ArrayList<>();
    for (JsonNode item : json.path("items")) {
      switch (HttpApi.read(item, type)) {
        case Answer.Ok<T>(T value) -> items.add(value);
        case Answer.Refused<T>(Problem problem) -> {
          return new Answer.Refused<>(problem);
        }
        case Answer.Unreachable<T>(String reason) -> {
          return new Answer.Unreachable<>(reason);
        }
      }
    }
    return new Answer.Ok<>(new Page<>(List.copyOf(items), json.path("nextCursor").asString(null)));
  }

  static String paging(@Nullable String cursor, int limit) {
    return "limit=" + limit + (cursor == null ? "" : "&cursor=" + enc(cursor));
  }

  private static String conversationPath(String conversationId) {
    return "/api/v1/conversations/" + enc(conversationId);
  }

  static String enc(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
