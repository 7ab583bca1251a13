package io.gostacker.meta;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.meta.RestClient.Answer;
import io.gostacker.meta.RestClient.User;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Finding open groups by name.
class ConversationSearchTest {
  private static final int INVITE = 0;
  private static final int APPROVAL = 1;
  private static final int OPEN = 2;
  private static final int DIRECT = 0;
  private static final int GROUP = 1;
  private static final int CHANNEL = 2;
  private static final RestClient anybody = MetaServer.shared().client();
  private static final User eve = anybody.user("eve");
  private static final JdbcClient jdbc = MetaServer.shared().bean(JdbcClient.class);

  @Test
  void onlyOpenLivingGroupsAndChannelsAreFound() {
    long group = flushed(GROUP, OPEN, "Chess Club Berlin", 0);
    long channel = flushed(CHANNEL, OPEN, "berlin CHESS news", 0);
    flushed(GROUP, INVITE, "chess secret", 0);
    flushed(GROUP, APPROVAL, "chess approval", 0);
    flushed(GROUP, OPEN, "chess gone", 5);
    flushed(DIRECT, OPEN, "chess direct", 0);

    Answer found = search("chess");

    assertThat(ids(found)).containsExactly(Long.toString(channel), Long.toString(group));
    JsonNode first = found.json().path("items").path(0);
    assertThat(first.propertyNames())
        .containsExactlyInAnyOrder(
            "conversationId", "type", "name", "memberCount", "joinPolicy", "createdAt");
    assertThat(first.path("type").asString()).isEqualTo("channel");
    assertThat(first.path("memberCount").asInt()).isEqualTo(3);
    assertThat(first.path("joinPolicy").asString()).isEqualTo("open");
    assertThat(first.path("createdAt").asString()).isEqualTo("2026-11-23T14:16:05.123Z");
  }

  @Test
  void wildcardsAreOrdinaryCharacters() {
    String percent = Long.toString(flushed(GROUP, OPEN, "w1 100% sure", 0));
    String other = Long.toString(flushed(GROUP, OPEN, "w1 100 sure_ly! \\o/", 0));

    assertThat(ids(search("w1 100%"))).containsExactly(percent);
    assertThat(ids(search("sure_ly!"))).containsExactly(other);
    assertThat(ids(search("\\o/"))).containsExactly(other);
    assertThat(ids(search("w1 %sure"))).isEmpty();
    assertThat(ids(search("w1 100_"))).isEmpty();
  }

  @Test
  void pagesGoThroughNamesThatAreEqualAndLong() {
    List<String> made = new ArrayList<>();
    String name = "paged " + "国".repeat(120);
    for (int i = 0; i < 7; i++) {
      made.add(Long.toString(flushed(GROUP, OPEN, i < 5 ? name : name + i, 0)));
    }

    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = search("paged", "&limit=2" + cursor);
      seen.addAll(ids(page));
      JsonNode next = page.json().path("nextCursor");
      cursor = next.isNull() ? "" : "&cursor=" + next.asString();
    } while (!cursor.isEmpty());

    assertThat(seen).containsExactlyInAnyOrderElementsOf(made);
  }

  @Test
  void aQueryIsNeeded() {
    assertThat(eve.client().get("/api/v1/conversations/search").status()).isEqualTo(422);
    assertThat(search(" ").status()).isEqualTo(422);
    assertThat(search("x".repeat(65)).status()).isEqualTo(422);
    assertThat(search("x", "&cursor=foreign").status()).isEqualTo(422);
    assertThat(anybody.get("/api/v1/conversations/search?query=x").status()).isEqualTo(401);
  }

  private static long flushed(int type, int policy, String name, long disbandedAt) {
    long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    jdbc.sql(
            "INSERT INTO conversation (conversation_id, shard, type, join_policy, name, created_at,"
                + " member_count, disbanded_at) VALUES (?, 0, ?, ?, ?, 1795443365123, 3, ?)")
        .params(id, type, policy, name, disbandedAt)
        .update();
    return id;
  }

  private static Answer search(String query) {
    return search(query, "");
  }

  private static Answer search(String query, String more) {
    return eve.client()
        .get(
            "/api/v1/conversations/search?query="
                + URLEncoder.encode(query, StandardCharsets.UTF_8).replace("+", "%20")
                + more);
  }

  private static List<String> ids(Answer answer) {
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
    return answer
        .json()
        .path("items")
        .valueStream()
        .map(item -> item.path("conversationId").asString())
        .toList();
  }
}
