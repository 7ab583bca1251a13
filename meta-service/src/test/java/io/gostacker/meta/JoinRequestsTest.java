package io.gostacker.meta;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.meta.RestClient.Answer;
import io.gostacker.meta.RestClient.User;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Asking to be let in, and the answer.
class JoinRequestsTest {
  private static final RestClient anybody = MetaServer.shared().client();
  private static final User ann = anybody.user("ann");
  private static final User bob = anybody.user("bob");
  private static final User eve = anybody.user("eve");
  private static final User zoe = anybody.user("zoe");
  private String group = "";

  @BeforeEach
  void annHasAGroupThatNeedsApprovalWithBob() {
    Answer created =
        ann.client()
            .post(
                "/api/v1/conversations",
                "{\"type\":\"group\",\"name\":\"g\",\"memberIds\":[\"%s\"],\"joinPolicy\":\"approval\"}"
                    .formatted(bob.userId()));
    group = "/api/v1/conversations/" + created.text("conversationId");
  }

  @Test
  void askingGivesARequestAndAskingAgainTheSameOne() {
    Answer asked = eve.client().post(group + "/join", "{\"message\":\"please,\\nI am Eve\"}");

    assertThat(asked.status()).isEqualTo(202);
    assertThat(asked.json().propertyNames())
        .containsExactlyInAnyOrder("requestId", "conversationId", "userId", "message", "createdAt");
    assertThat(asked.text("userId")).isEqualTo(eve.userId());
    assertThat(asked.text("message")).isEqualTo("please,\nI am Eve");
    assertThat(group).endsWith(asked.text("conversationId"));
    assertThat(asked.text("createdAt")).endsWith("Z").hasSize(24);
    assertThat(eve.client().post(group + "/join", "").json()).isEqualTo(asked.json());
    assertThat(eve.client().get(group).status()).isEqualTo(404);
  }

  @Test
  void askingAtTheSameTimeGivesOneRequest() {
    List<String> ids =
        Together.run(8, i -> zoe.client().post(group + "/join", "{}").text("requestId"));

    assertThat(ids.stream().distinct()).hasSize(1).doesNotContain("");
  }

  @Test
  void aMemberWhoAsksIsAnsweredAsMember() {
    Answer answer = bob.client().post(group + "/join", "{}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("role")).isEqualTo("member");
  }

  @Test
  void theOwnerSeesTheRequestsInPagesAndOldestFirst() {
    List<String> asked = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      asked.add(anybody.user("guest").client().post(group + "/join", "").text("requestId"));
    }

    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = ann.client().get(group + "/join-requests?limit=2" + cursor);
      assertThat(page.status()).isEqualTo(200);
      page.json().path("items").forEach(item -> seen.add(item.path("requestId").asString()));
      JsonNode next = page.json().path("nextCursor");
      cursor = next.isNull() ? "" : "&cursor=" + next.asString();
    } while (!cursor.isEmpty());

    assertThat(seen).containsExactlyInAnyOrderElementsOf(asked);
    assertThat(ann.client().get(group + "/join-requests?cursor=x").status()).isEqualTo(422);
    assertThat(ann.client().get(group + "/join-requests?limit=0").status()).isEqualTo(422);
  }

  @Test
  void approvingLetsInOnce() {
    String request = ask(eve);

    Answer approved = decide(ann, request, "approve");

    assertThat(approved.status()).isEqualTo(200);
    assertThat(approved.text("decision")).isEqualTo("approve");
    assertThat(eve.client().get(group).status()).isEqualTo(200);
    assertThat(ann.client().get(group + "/join-requests").json().path("items").size()).isZero();

    ann.client().delete(group + "/members/" + eve.userId());
    assertThat(decide(ann, request, "approve").json()).isEqualTo(approved.json());
    assertThat(eve.client().get(group).status()).isEqualTo(404);
    assertThat(decide(ann, request, "reject").status()).isEqualTo(409);
    assertThat(ask(eve)).isNotEqualTo(request);
  }

  @Test
  void rejectingLetsNobodyInAndOneMayAskAgain() {
    String request = ask(eve);

    assertThat(decide(ann, request, "reject").text("decision")).isEqualTo("reject");
    assertThat(decide(ann, request, "reject").status()).isEqualTo(200);
    assertThat(decide(ann, request, "approve").code()).isEqualTo("conflict");
    assertThat(eve.client().get(group).status()).isEqualTo(404);
    assertThat(ask(eve)).isNotEqualTo(request);
  }

  @Test
  void manyDecisionsAtTheSameTimeAgree() {
    String request = ask(eve);

    List<Integer> answers =
        Together.run(8, i -> decide(ann, request, i % 2 == 0 ? "approve" : "reject").status());

    boolean in = eve.client().get(group).status() == 200;
    assertThat(answers).containsOnly(200, 409);
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i)).isEqualTo((i % 2 == 0) == in ? 200 : 409);
    }
  }

  @Test
  void onlyOwnerAndAdminsSeeAndDecide() {
    String request = ask(eve);

    assertThat(bob.client().get(group + "/join-requests").code()).isEqualTo("forbidden");
    assertThat(decide(bob, request, "approve").status()).isEqualTo(403);
    for (User stranger : List.of(eve, zoe)) {
      assertThat(stranger.client().get(group + "/join-requests").status()).isEqualTo(404);
      assertThat(decide(stranger, request, "approve").status()).isEqualTo(404);
    }
    assertThat(anybody.get(group + "/join-requests").status()).isEqualTo(401);

    ann.client().patch(group + "/members/" + bob.userId(), "{\"role\":\"admin\"}");
    assertThat(bob.client().get(group + "/join-requests").json().path("items").size()).isOne();
    assertThat(decide(bob, request, "approve").status()).isEqualTo(200);
  }

  @Test
  void whatIsNoRequestOfThisConversationIsNotFound() {
    String request = ask(eve);
    String own = group;
    annHasAGroupThatNeedsApprovalWithBob();

    assertThat(decide(ann, request, "approve").status()).isEqualTo(404);
    assertThat(decide(ann, "77", "approve").status()).isEqualTo(404);
    assertThat(decide(ann, "x", "approve").status()).isEqualTo(404);
    group = own;
    for (String decision : List.of("", "APPROVE", "maybe")) {
      assertThat(decide(ann, request, decision).status()).isEqualTo(422);
    }
    assertThat(ann.client().patch(group + "/join-requests/" + request, "{}").status())
        .isEqualTo(422);
    String tooLong = "{\"message\":\"" + "x".repeat(501) + "\"}";
    assertThat(eve.client().post(group + "/join", tooLong).status()).isEqualTo(422);
  }

  private String ask(User user) {
    Answer answer = user.client().post(group + "/join", "{\"message\":\"please\"}");
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(202);
    return answer.text("requestId");
  }

  private Answer decide(User user, String requestId, String decision) {
    return user.client()
        .patch(group + "/join-requests/" + requestId, "{\"decision\":\"" + decision + "\"}");
  }
}
