package io.gostacker.meta;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.meta.RestClient.Answer;
import io.gostacker.meta.RestClient.User;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class MembersTest {
  private static final RestClient anybody = MetaServer.shared().client();
  private static final User ann = anybody.user("ann");
  private static final User bob = anybody.user("bob");
  private static final User eve = anybody.user("eve");
  private String group = "";

  @BeforeEach
  void annHasAGroupWithBob() {
    group = create("open", bob.userId());
  }

  @Test
  void membersAreListedByTheNamesThatPeopleKnowThemBy() {
    Answer list = bob.client().get(group + "/members");

    assertThat(names(list)).containsExactlyInAnyOrder("ann", "bob");
    JsonNode first = list.json().path("items").path(0);
    assertThat(first.propertyNames())
        .containsExactlyInAnyOrder("userId", "role", "nickname", "joinedAt");
    assertThat(first.path("joinedAt").asString()).endsWith("Z").hasSize(24);

    bob.client().patch(member(bob), "{\"nickname\":\"Bobby\"}");
    assertThat(names(bob.client().get(group + "/members"))).contains("Bobby");
    bob.client().patch(member(bob), "{\"nickname\":null}");
    assertThat(names(bob.client().get(group + "/members"))).contains("bob");
  }

  @Test
  void aCursorIsGoodForItsOwnConversationOnly() {
    Answer first = ann.client().get(group + "/members?limit=1");
    String cursor = "&cursor=" + first.text("nextCursor");

    Answer second = ann.client().get(group + "/members?limit=1" + cursor);
    String elsewhere = create("invite");

    assertThat(second.json().path("items").size()).isEqualTo(1);
    assertThat(second.json().path("nextCursor").isNull()).isTrue();
    assertThat(second.json().path("items")).isNotEqualTo(first.json().path("items"));
    assertThat(ann.client().get(elsewhere + "/members?limit=1" + cursor).status()).isEqualTo(422);
  }

  @Test
  void addingSaysWhoWasAddedWhoWasThereAndWhoIsUnknown() {
    String body =
        "{\"userIds\":[\"%s\",\"%s\",\"77\",\"77\"]}".formatted(bob.userId(), eve.userId());

    Answer answer = ann.client().post(group + "/members", body);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(texts(answer, "added")).containsExactly(eve.userId());
    assertThat(texts(answer, "already")).containsExactly(bob.userId());
    assertThat(texts(answer, "unknown")).containsExactly("77");
    assertThat(bob.client().post(group + "/members", body).status()).isEqualTo(403);
    assertThat(bob.client().post(group + "/members", "{\"userIds\":[\"77\"]}").status())
        .isEqualTo(403);
  }

  @Test
  void theOwnerGivesRolesMutesAndHandsOver() {
    Answer admin = ann.client().patch(member(bob), "{\"role\":\"admin\"}");
    assertThat(admin.status()).isEqualTo(200);
    assertThat(admin.text("role")).isEqualTo("admin");

    Answer muted = ann.client().patch(member(bob), "{\"mutedUntil\":\"2999-01-01T00:00:00.000Z\"}");
    assertThat(muted.text("mutedUntil")).isEqualTo("2999-01-01T00:00:00.000Z");
    Answer spoken = ann.client().patch(member(bob), "{\"mutedUntil\":null}");
    assertThat(spoken.json().has("mutedUntil")).isFalse();

    assertThat(bob.client().patch(member(ann), "{\"role\":\"member\"}").status()).isEqualTo(403);
    assertThat(ann.client().patch(member(bob), "{\"role\":\"owner\"}").text("role"))
        .isEqualTo("owner");
    assertThat(ann.client().get(group).text("ownerId")).isEqualTo(bob.userId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"role\":\"king\"}",
        "{\"role\":1}",
        "{\"nickname\":\"a\\u0000b\"}",
        "{\"nickname\":5}",
        "{\"mutedUntil\":\"tomorrow\"}",
        "{\"mutedUntil\":12}",
        "{\"mutedUntil\":\"+999999999-12-31T23:59:59Z\"}",
        "{\"mutedUntil\":\"1969-12-31T23:59:59Z\"}",
      })
  void aBadChangeOfAMemberIsRefused(String body) {
    assertThat(ann.client().patch(member(bob), body).status()).isEqualTo(422);
  }

  @Test
  void aMemberLeavesAndAStrangerIsNobodyToRemove() {
    assertThat(ann.client().delete(member(eve)).status()).isEqualTo(404);
    assertThat(bob.client().delete(member(ann)).status()).isEqualTo(403);
    assertThat(bob.client().delete(member(bob)).status()).isEqualTo(204);
    assertThat(bob.client().get(group).status()).isEqualTo(404);
  }

  @Test
  void anOpenGroupIsJoinedAndAnInvitationOnlyOneIsNotThere() {
    Answer joined = eve.client().post(group + "/join", "");

    assertThat(joined.status()).isEqualTo(200);
    assertThat(joined.text("userId")).isEqualTo(eve.userId());
    assertThat(joined.text("role")).isEqualTo("member");
    assertThat(eve.client().get(group).status()).isEqualTo(200);
    assertThat(eve.client().post(create("invite") + "/join", "").status()).isEqualTo(404);
  }

  private String create(String joinPolicy, String... others) {
    String ids = others.length == 0 ? "" : "\"" + String.join("\",\"", others) + "\"";
    Answer created =
        ann.client()
            .post(
                "/api/v1/conversations",
                "{\"type\":\"group\",\"name\":\"g\",\"memberIds\":[%s],\"joinPolicy\":\"%s\"}"
                    .formatted(ids, joinPolicy));
    assertThat(created.status()).isEqualTo(201);
    return "/api/v1/conversations/" + created.text("conversationId");
  }

  private String member(User user) {
    return group + "/members/" + user.userId();
  }

  private static List<String> names(Answer list) {
    return list.json().path("items").valueStream().map(i -> i.path("nickname").asString()).toList();
  }

  private static List<String> texts(Answer answer, String field) {
    return answer.json().path(field).valueStream().map(JsonNode::asString).toList();
  }
}
