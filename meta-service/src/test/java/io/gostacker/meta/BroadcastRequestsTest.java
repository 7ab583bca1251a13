package io.gostacker.meta;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.meta.RestClient.Answer;
import io.gostacker.meta.RestClient.User;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests for broadcasts that are not taken.
class BroadcastRequestsTest {
  private static final String BROADCASTS = "/api/v1/server/broadcasts";
  private static final String HELLO = "{\"type\":\"text\",\"text\":\"hello\"}";
  private static final RestClient APP = MetaServer.shared().client().bearing(MetaServer.SERVER_KEY);
  private static final User ANN = MetaServer.shared().client().user("ann");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"content\":HELLO,\"to\":\"all\"}|senderId",
        "{\"senderId\":\"77\",\"content\":HELLO,\"to\":\"all\"}|senderId",
        "{\"senderId\":\"ME\",\"to\":\"all\"}|content",
        "{\"senderId\":\"ME\",\"content\":{\"type\":\"text\"},\"to\":\"all\"}|content.text",
        "{\"senderId\":\"ME\",\"content\":{\"type\":\"text\",\"text\":\"\\ud800\"},\"to\":\"all\"}|content",
        "{\"senderId\":\"ME\",\"content\":HELLO}|to",
        "{\"senderId\":\"ME\",\"content\":HELLO,\"to\":\"everybody\"}|to",
        "{\"senderId\":\"ME\",\"content\":HELLO,\"to\":{\"userIds\":[\"1\"],\"conversationId\":\"1\"}}|to",
        "{\"senderId\":\"ME\",\"content\":HELLO,\"to\":{\"userIds\":[\"1\",2]}}|to.userIds[1]",
        "{\"senderId\":\"ME\",\"content\":HELLO,\"to\":{\"userIds\":7}}|to.userIds",
        "{\"senderId\":\"ME\",\"content\":HELLO,\"to\":{\"conversationId\":\"x\"}}|to.conversationId",
        "{\"senderId\":\"ME\",\"content\":HELLO,\"to\":\"all\",\"rate\":0}|rate",
        "{\"senderId\":\"ME\",\"content\":HELLO,\"to\":\"all\",\"rate\":10001}|rate",
      })
  void whatIsWrongIsNamed(String body, String field) {
    Answer answer =
        APP.call(
            "PUT", BROADCASTS + "/x", body.replace("HELLO", HELLO).replace("ME", ANN.userId()));
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(422);
    assertThat(answer.json().path("errors").path(0).path("field").asString()).isEqualTo(field);
  }
}
