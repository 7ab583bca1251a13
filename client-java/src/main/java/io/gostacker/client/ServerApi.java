package io.gostacker.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The server API, for the back end of an app, which has an API key: users without passwords,
/// tokens for their devices, conversations, messages, events. Thread-safe; calls block. Keep one
/// per server.
public final class ServerApi implements AutoCloseable {
  /// Users or tokens of one request; the contract allows no more. Longer lists take more requests.
  private static final int AT_ONCE = 1_000;

  private final HttpApi api;
  private final String key;

  /// Talks to the server at `base`, for example `http://localhost:8080`. Does not connect yet.
  ///
  /// @param key one of `gostacker.server-api.keys`
  public ServerApi(URI base, String key) {
    this.api = new HttpApi(base);
    this.key = key;
  }

  /// A user as the app knows it.
  ///
  /// @param externalId the app's own id
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AppUser(String externalId, @Nullable String nickname, @Nullable String avatarUrl) {
    public AppUser(String externalId) {
      this(externalId, null, null);
    }
  }

  /// A user of the app, and who that is here.
  public record Account(String externalId, String userId) {}

  /// A device of a user.
  public record Device(String userId, String deviceId) {}

  /// What a device connects with.
  public record DeviceToken(String userId, String deviceId, String accessToken) {}

  /// Makes users, or changes those that there are; in the order asked for. When a request of
  /// several fails, those before it stand: ask again.
  public Answer<List<Account>> users(List<AppUser> users) {
    return inParts(
        users,
        some ->
            call("users", Map.of("users", some)).then(json -> all(json, "users", Account.class)));
  }

  /// Logs devices in, without a password; in the order asked for.
  ///
  /// @param lifetime of the tokens
  public Answer<List<DeviceToken>> tokens(List<Device> devices, Duration lifetime) {
    long seconds = lifetime.toSeconds();
    return inParts(
        devices,
        some ->
            call("tokens", Map.of("tokens", some, "expiresInSeconds", seconds))
                .then(json -> all(json, "tokens", DeviceToken.class)));
  }

  /// The conversation of two, which is made if there is none.
  public Answer<Conversation> direct(String userId, String otherId) {
    return conversation(Map.of("type", "direct", "ownerId", userId, "memberIds", List.of(otherId)));
  }

  /// Makes a group.
  ///
  /// @param memberIds besides the owner, 100,000 at most
  public Answer<Conversation> group(String name, String ownerId, List<String> memberIds) {
    return conversation(
        Map.of("type", "group", "name", name, "ownerId", ownerId, "memberIds", memberIds));
  }

  /// Makes a channel, in which its owner and admins write.
  ///
  /// @param memberIds besides the owner, 100,000 at most
  public Answer<Conversation> channel(String name, String ownerId, List<String> memberIds) {
    return conversation(
        Map.of("type", "channel", "name", name, "ownerId", ownerId, "memberIds", memberIds));
  }

  private Answer<Conversation> conversation(Map<String, Object> body) {
    return call("conversations", body).then(json -> HttpApi.read(json, Conversation.class));
  }

  /// Sends as a user. The same `clientMessageId` again is answered with the first result.
  public Answer<SendOutcome.Sent> send(
      String conversationId, String senderId, String clientMessageId, Content content) {
    return call(
            "conversations/" + Session.enc(conversationId) + "/messages",
            Map.of("senderId", senderId, "clientMessageId", clientMessageId, "content", content))
        .then(json -> HttpApi.read(json, SendOutcome.Sent.class));
  }

  /// Ends the sessions of a user.
  ///
  /// @param deviceId of one device; null for all
  /// @param reason told to the devices; null for none
  public Answer<JsonNode> disconnect(
      String userId, @Nullable String deviceId, @Nullable String reason) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (deviceId != null) {
      body.put("deviceId", deviceId);
    }
    if (reason != null) {
      body.put("reason", reason);
    }
    return call("users/" + Session.enc(userId) + "/disconnect", body);
  }

  /// Some of what happened, in its order.
  ///
  /// @param items events as the server tells them, each with `id`, `type` and `at`
  /// @param next what to ask for next time
  /// @param hasMore whether there was more already
  public record EventPage(List<JsonNode> items, String next, boolean hasMore) {}

  /// Reads the event feed: what happened after an event. Keep `next` with what you made of the
  /// events.
  ///
  /// @param after the `next` of the page before; `0` for the oldest event that is kept
  /// @param limit of events, 1 to 1,000
  /// @param wait for the first one, up to 10 s
  public Answer<EventPage> events(String after, int limit, Duration wait) {
    String query = "?after=" + Session.enc(after) + "&limit=" + limit + "&wait=" + wait.toSeconds();
    return api.call("GET", "/api/v1/server/events" + query)
        .bearer(key)
        .send()
        .then(json -> HttpApi.read(json, EventPage.class));
  }

  /// A notification that was given up.
  ///
  /// @param seq of the message that it told of
  /// @param reason of the last try
  /// @param at when, RFC 3339
  public record DeadNotification(
      String userId,
      String deviceId,
      String conversationId,
      long seq,
      String provider,
      int tries,
      String reason,
      String at) {}

  /// Notifications that were given up, newest first; `cursor` is null for the first page.
  ///
  /// @param limit 1 to 200
  public Answer<Page<DeadNotification>> deadNotifications(@Nullable String cursor, int limit) {
    return api.call("GET", "/api/v1/server/push/dead?" + Session.paging(cursor, limit))
        .bearer(key)
        .send()
        .then(json -> Session.page(json, DeadNotification.class));
  }

  /// Begins to send one message to every user that there is by now but the sender. The same again
  /// is answered with how far it is.
  ///
  /// @param broadcastId chosen by the app: 1 to 48 characters of `[A-Za-z0-9_-]`
  /// @param rate recipients a second, 1 to 10,000; 0 for what the server has set
  public Answer<Broadcast> broadcastToAll(
      String broadcastId, String senderId, Content content, int rate) {
    return broadcast(broadcastId, senderId, content, "all", rate);
  }

  /// As [#broadcastToAll], to some users.
  ///
  /// @param userIds 100,000 at most
  public Answer<Broadcast> broadcastToUsers(
      String broadcastId, String senderId, Content content, List<String> userIds, int rate) {
    return broadcast(broadcastId, senderId, content, Map.of("userIds", userIds), rate);
  }

  /// As [#broadcastToAll], as one message in a group or channel.
  public Answer<Broadcast> broadcastToConversation(
      String broadcastId, String senderId, Content content, String conversationId) {
    return broadcast(broadcastId, senderId, content, Map.of("conversationId", conversationId), 0);
  }

  private Answer<Broadcast> broadcast(
      String broadcastId, String senderId, Content content, Object to, int rate) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("senderId", senderId);
    body.put("content", content);
    body.put("to", to);
    if (rate != 0) {
      body.put("rate", rate);
    }
    return broadcast(ofBroadcast("PUT", broadcastId).json(body));
  }

  /// How far a broadcast is.
  public Answer<Broadcast> broadcast(String broadcastId) {
    return broadcast(ofBroadcast("GET", broadcastId));
  }

  /// The newest broadcasts first.
  ///
  /// @param limit of them, 1 to 200
  /// @param cursor `nextCursor` of the page before; null for the first
  public Answer<Page<Broadcast>> broadcasts(int limit, @Nullable String cursor) {
    String query = "?limit=" + limit + (cursor == null ? "" : "&cursor=" + Session.enc(cursor));
    return api.call("GET", "/api/v1/server/broadcasts" + query)
        .bearer(key)
        .send()
        .then(json ->
            all(json, "items", Broadcast.class)
                .map(items ->
                    new Page<>(
                        items,
                        json.path("nextCursor").isString()
                            ? json.path("nextCursor").asString()
                            : null)));
  }

  /// Changes how fast one that runs goes on.
  ///
  /// @param rate recipients a second, 1 to 10,000
  public Answer<Broadcast> broadcastRate(String broadcastId, int rate) {
    return broadcast(ofBroadcast("PATCH", broadcastId).json(Map.of("rate", rate)));
  }

  /// Sends no more of it. What was sent stays.
  public Answer<JsonNode> cancelBroadcast(String broadcastId) {
    return ofBroadcast("DELETE", broadcastId).send();
  }

  private HttpApi.Call ofBroadcast(String method, String broadcastId) {
    return api.call(method, "/api/v1/server/broadcasts/" + Session.enc(broadcastId)).bearer(key);
  }

  private static Answer<Broadcast> broadcast(HttpApi.Call call) {
    return call.send().then(json -> HttpApi.read(json, Broadcast.class));
  }

  private Answer<JsonNode> call(String path, Object body) {
    return api.call("POST", "/api/v1/server/" + path).bearer(key).json(body).send();
  }

  private static <T, U> Answer<List<U>> inParts(
      List<T> all, Function<List<T>, Answer<List<U>>> request) {
    List<U> done = new ArrayList<>(all.size());
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      Answer<List<U>> part = request.apply(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
      if (part instanceof Answer.Ok<List<U>>(List<U> some)) {
        done.addAll(some);
      } else {
        return part;
      }
    }
    return new Answer.Ok<>(List.copyOf(done));
  }

  private static <T> Answer<List<T>> all(JsonNode json, String field, Class<T> type) {
    List<T> all = new ArrayList<>();
    for (JsonNode one : json.path(field)) {
      Answer<T> read = HttpApi.read(one, type);
      if (read instanceof Answer.Ok<T>(T value)) {
        all.add(value);
      } else {
        return read.map(List::of);
      }
    }
    return new Answer.Ok<>(List.copyOf(all));
  }

  @Override
  public void close() {
    api.http().shutdownNow();
  }
}
