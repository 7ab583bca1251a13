package io.gostacker.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionTest {
  private final ScriptedServer server = new ScriptedServer();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final GoStackerClient client =
      new GoStackerClient(server.address(), (InstantSource) () -> now, new Random(1));

  @AfterEach
  void letGo() {
    client.close();
    server.close();
  }

  private Session login() {
    return ((Answer.Ok<Session>) client.login("alice", "secret", "d1")).value();
  }

  @Test
  void aRefusalBearsTheCodeAndTheFieldsThatAreWrong() {
    server.answer(
        "POST /api/v1/auth/register",
        422,
        """
        {"type":"about:blank","title":"The request is not valid","status":422,"detail":"Not valid",
         "code":"validation_failed","errors":[{"field":"password","message":"too short"}]}\
        """);
    Problem problem = ((Answer.Refused<User>) client.register("alice", "x", null)).problem();
    assertThat(problem.code()).isEqualTo("validation_failed");
    assertThat(problem.summary()).isEqualTo("Not valid; password: too short");
  }

  @Test
  void aServerThatIsNotThereIsAnAnswerToo() {
    server.close();
    assertThat(client.login("alice", "secret", "d1")).isInstanceOf(Answer.Unreachable.class);
  }

  @Test
  void anAnswerThatIsNotTheContractsIsNoAnswer() {
    server.answer("GET /api/v1/users/9", 200, "[1,2");
    assertThat(login().user("9")).isInstanceOf(Answer.Unreachable.class);
  }

  @Test
  void aGivenTokenIsNotRenewed() {
    server.answer("GET /api/v1/users/9", 401, "{\"code\":\"unauthenticated\"}");
    Session session = client.adopt(new ServerApi.DeviceToken("7", "d1", "given"));
    assertThat(session.userId()).isEqualTo("7");
    Problem problem = ((Answer.Refused<User>) session.user("9")).problem();
    assertThat(problem.code()).isEqualTo("unauthenticated");
    assertThat(problem.summary()).contains("back end");
  }

  @Test
  void renewsTheTokenBeforeItExpires() {
    server.answer("GET /api/v1/users/9", 200, "{\"userId\":\"9\",\"username\":\"bob\"}");
    Session session = login();
    session.user("9");
    now = now.plus(Duration.ofSeconds(850));
    assertThat(session.user("9")).isInstanceOf(Answer.Ok.class);
    assertThat(server.requests)
        .containsOnlyOnce("POST /api/v1/auth/refresh {\"refreshToken\":\"refresh-1\"}");
  }

  @Test
  void renewsTheTokenOnceAfterA401() {
    server.answer("GET /api/v1/users/9", 401, "{\"code\":\"unauthenticated\"}");
    assertThat(login().user("9")).isInstanceOf(Answer.Refused.class);
    assertThat(server.requests.stream().filter(r -> r.startsWith("GET /api/v1/users/9")))
        .hasSize(2);
    assertThat(server.requests.stream().filter(r -> r.startsWith("POST /api/v1/auth/refresh")))
        .hasSize(1);
  }

  @Test
  void readsListsAndUnknownFieldsAndContents() {
    server.answer(
        "GET /api/v1/conversations/7/messages",
        200,
        """
        {"items":[{"conversationId":"7","seq":2,"senderId":"2","clientMessageId":"c","futureField":1,
         "content":{"type":"hologram","x":{"y":1}},"sentAt":"2026-01-02T03:04:05.678Z"}],"hasMore":true}\
        """);
    History history = ((Answer.Ok<History>) login().historyBefore("7", 3, 10)).value();
    assertThat(history.hasMore()).isTrue();
    assertThat(history.items().getFirst().content().type()).isEqualTo("hologram");
    assertThat(server.requests)
        .anyMatch(r -> r.startsWith("GET /api/v1/conversations/7/messages?beforeSeq=3&limit=10"));
  }
}
