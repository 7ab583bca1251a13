package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.standalone.RunningStandalone;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The event feed, with everything in place.
class EventFeedTest {
  private static final int MESSAGES = 60;

  private final Api api = new Api(RunningStandalone.baseUrl());

  private JsonNode page(String after) {
    return api.call(
            "GET",
            "/api/v1/server/events?limit=1000&wait=10&after=" + after,
            RunningStandalone.serverKey(),
            null)
        .is(200)
        .json();
  }

  /// Where the feed ends now, or a bit later.
  private String end() {
    JsonNode page = page("0");
    while (page.path("hasMore").asBoolean()) {
      page = page(page.path("next").asString());
    }
    return page.path("next").asString();
  }

  @Test
  void everyMessageIsToldOnceAndInOrderWhileMoreComes() throws Exception {
    TestUser alice = api.newUser("alice");
    TestUser bob = api.newUser("bob");
    TestUser carol = api.newUser("carol");
    String from = end();
    String direct = alice.directWith(bob);
    String group = alice.group("Lake", bob, carol);
    List<JsonNode> ofDirect = new ArrayList<>();
    List<JsonNode> ofGroup = new ArrayList<>();
    List<String> changes = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> sending = new ArrayList<>();
      for (TestUser user : List.of(alice, bob)) {
        sending.add(
            executor.submit(() -> {
              for (int i = 0; i < MESSAGES; i++) {
                user.send(direct, user.username() + "-d" + i, "text " + i).is(201);
                user.send(group, user.username() + "-g" + i, "text " + i).is(201);
              }
            }));
      }
      sending.add(
          executor.submit(() ->
              carol
                  .call("DELETE", "/api/v1/conversations/" + group + "/members/" + carol.id(), null)
                  .is(204)));
      String after = from;
      // In the group two more, by the system: created and left.
      while (ofDirect.size() < 2 * MESSAGES || ofGroup.size() < 2 * MESSAGES + 2) {
        JsonNode page = page(after);
        assertThat(page.path("items")).as("after %s", after).isNotEmpty();
        for (JsonNode event : page.path("items")) {
          String conversation =
              event
                  .path("message")
                  .path("conversationId")
                  .asString(event.path("conversationId").asString(""));
          boolean message = event.path("type").asString().equals("message");
          if (message && conversation.equals(direct)) {
            ofDirect.add(event.path("message"));
          } else if (message && conversation.equals(group)) {
            ofGroup.add(event.path("message"));
          } else if (conversation.equals(group)) {
            changes.add(event.path("type").asString());
          }
        }
        after = page.path("next").asString();
      }
      for (Future<?> sender : sending) {
        sender.get();
      }
    }
    assertThat(ofDirect).isEqualTo(alice.history(direct));
    assertThat(ofGroup).isEqualTo(alice.history(group));
    assertThat(changes).containsExactly("conversation.created", "member.joined", "member.left");
  }
}
