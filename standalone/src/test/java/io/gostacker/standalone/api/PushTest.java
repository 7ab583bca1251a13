package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.RunningStandalone;
import io.gostacker.standalone.push.Vendor;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// People who are away are notified, by a vendor that the product calls.
class PushTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Vendor VENDOR = Vendor.shared();

  private final Api api = new Api(RunningStandalone.baseUrl());
  private final TestUser ann = api.newUser("ann");
  private final TestUser bob = api.newUser("bob");

  /// The dispatcher says which providers there are when it begins.
  @BeforeAll
  static void awaitProvider() {
    Api api = new Api(RunningStandalone.baseUrl());
    TestUser user = api.newUser("first");
    await()
        .atMost(PATIENCE)
        .until(() -> user.get("/api/v1/push").json().toString().contains(Vendor.NAME));
  }

  @AfterEach
  void allCallsWereSigned() {
    assertThat(VENDOR.troubles()).isEmpty();
  }

  private static void hand(TestUser user) {
    user.call(
            "PUT",
            "/api/v1/devices/" + user.deviceId() + "/push-token",
            "{\"provider\":\"vendor\",\"token\":\"" + UUID.randomUUID() + "\"}")
        .is(204);
  }

  private static List<String> told(TestUser user) {
    return VENDOR.taken(user.id()).stream()
        .map(each ->
            each.path("seq").asLong()
                + " "
                + each.path("body").asString()
                + " "
                + each.path("badge").asLong())
        .toList();
  }

  private static void awaitTold(TestUser user, int count) {
    await().atMost(PATIENCE).until(() -> VENDOR.taken(user.id()).size() >= count);
  }

  @Test
  void whoIsAwayIsNotifiedAndWhoIsOnlineIsNot() {
    TestUser carol = api.newUser("carol");
    hand(ann);
    hand(bob);
    hand(carol);
    String group = ann.group("Hikers", bob, carol);
    try (TestSocket online = carol.connect()) {
      long seq = ann.send(group, "m1", "who comes?").is(201).json().path("seq").asLong();
      online.awaitMessage("m1");
      awaitTold(bob, 1);
      JsonNode notification = VENDOR.taken(bob.id()).getFirst();
      assertThat(notification.path("title").asString()).isEqualTo("Hikers");
      assertThat(notification.path("body").asString()).endsWith(": who comes?");
      assertThat(notification.path("conversationId").asString()).isEqualTo(group);
      assertThat(notification.path("seq").asLong()).isEqualTo(seq);
      assertThat(notification.path("badge").asLong()).isEqualTo(1);
      online.send("{\"type\":\"read\",\"conversationId\":\"" + group + "\",\"seq\":" + seq + "}");
      assertThat(VENDOR.taken(carol.id())).isEmpty();
      assertThat(VENDOR.taken(ann.id())).isEmpty();
    }
  }

  @Test
  void whoReadsFirstIsNotNotified() {
    hand(bob);
    VENDOR.answer(bob.id(), 503);
    String direct = ann.directWith(bob);
    ann.send(direct, "m1", "one").is(201);
    String delayed = "SELECT COALESCE(MAX(tries), 0) FROM push_notification WHERE user_id = ?";
    await().atMost(PATIENCE).until(() -> count(delayed, bob) >= 1);
    bob.call("PUT", "/api/v1/conversations/" + direct + "/read", "{\"seq\":1}").is(204);
    VENDOR.answer(bob.id(), 200);
    String due = "SELECT COUNT(*) FROM push_notification WHERE due_at < 9e18 AND user_id = ?";
    await().atMost(PATIENCE).until(() -> count(due, bob) == 0);
    assertThat(VENDOR.taken(bob.id())).isEmpty();
    ann.send(direct, "m2", "two").is(201);
    awaitTold(bob, 1);
    assertThat(told(bob)).containsExactly("2 two 1");
  }

  private static long count(String sql, TestUser user) {
    return RunningStandalone.database().sql(sql).param(user.id()).query(Long.class).single();
  }

  @Test
  void whatASocketGotThatEndedWithoutAWordIsNotified() {
    hand(bob);
    String direct = ann.directWith(bob);
    TestSocket socket = bob.connect();
    ann.send(direct, "m1", "are you there?").is(201);
    socket.awaitMessage("m1");
    socket.close();
    awaitTold(bob, 1);
    assertThat(told(bob)).containsExactly("1 are you there? 1");
  }

  @Test
  void wishesAreFollowed() {
    hand(bob);
    String group = ann.group("Noise", bob);
    String direct = ann.directWith(bob);
    bob.call(
            "PUT",
            "/api/v1/conversations/" + group + "/notifications",
            "{\"mutedUntil\":\"forever\"}")
        .is(200);
    bob.call("PATCH", "/api/v1/users/me/notifications", "{\"hidePreviews\":true}").is(200);
    ann.send(group, "m1", "noise").is(201);
    ann.send(direct, "m2", "secret").is(201);
    awaitTold(bob, 1);
    assertThat(told(bob)).hasSize(1);
    assertThat(VENDOR.taken(bob.id()).getFirst().toString()).doesNotContain("secret");
    String mention =
        "{\"clientMessageId\":\"m3\",\"content\":{\"type\":\"text\",\"text\":\"bob!\",\"mentions\":[\"%s\"]}}"
            .formatted(bob.id());
    ann.call("POST", "/api/v1/conversations/" + group + "/messages", mention).is(201);
    awaitTold(bob, 2);
    assertThat(VENDOR.taken(bob.id()).getLast().path("conversationId").asString()).isEqualTo(group);
    assertThat(VENDOR.taken(bob.id()).getLast().path("mention").asBoolean()).isTrue();
  }

  @Test
  void whoWasRemovedOrHasLoggedOutIsNotNotified() {
    TestUser carol = api.newUser("carol");
    TestUser dave = api.newUser("dave");
    hand(bob);
    hand(carol);
    hand(dave);
    String group = ann.group("Fewer", bob, carol, dave);
    ann.call("DELETE", "/api/v1/conversations/" + group + "/members/" + bob.id(), null).is(204);
    carol.call("POST", "/api/v1/auth/logout", null).is(204);
    ann.send(group, "m1", "just us").is(201);
    awaitTold(dave, 1);
    assertThat(VENDOR.taken(bob.id())).isEmpty();
    assertThat(VENDOR.taken(carol.id())).isEmpty();
  }

  @Test
  void aTokenThatTheVendorDoesNotKnowAnyMoreIsForgotten() {
    hand(bob);
    VENDOR.answer(bob.id(), 410);
    ann.send(ann.directWith(bob), "m1", "one").is(201);
    String tokens = "SELECT COUNT(*) FROM push_token WHERE user_id = ?";
    await().atMost(PATIENCE).until(() -> count(tokens, bob) == 0);
  }

  @Test
  void whatTheVendorRefusesCanBeLookedUpWithItsReason() {
    hand(bob);
    VENDOR.answer(bob.id(), 400);
    ann.send(ann.directWith(bob), "m1", "one").is(201);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(
                    api.call(
                            "GET",
                            "/api/v1/server/push/dead?limit=200",
                            RunningStandalone.serverKey(),
                            null)
                        .json()
                        .path("items"))
                .anyMatch(item ->
                    item.path("userId").asString().equals(bob.id())
                        && item.path("reason").asString().contains("400")));
  }
}
