package io.gostacker.standalone.api;

import static io.gostacker.standalone.api.RestCalls.at;
import static io.gostacker.standalone.api.RestCalls.json;
import static io.gostacker.standalone.api.RestCalls.sendContent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.RunningStandalone;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Messages over REST: what is taken, how it comes back, and page by page.
class RestMessagesTest {
  private static final int MAX_CONTENT = 16 * 1024;
  private static final Duration FLUSHED = Duration.ofMillis(1500);

  private static Api api;
  private static TestUser ann;
  private static TestUser bob;
  private static String group;

  @BeforeAll
  static void annHasAGroupWithBob() {
    api = new Api(RunningStandalone.baseUrl());
    ann = api.newUser("ann");
    bob = api.newUser("bob");
    group = ann.group("messages", bob);
  }

  @Test
  void aSentMessageAnswersItsPlace() {
    JsonNode sent = ann.send(group, "place", "x").is(201).json();
    assertThat(sent.propertyNames())
        .containsExactlyInAnyOrder("conversationId", "seq", "clientMessageId", "sentAt");
    assertThat(sent.path("clientMessageId").asString()).isEqualTo("place");
    JsonNode message =
        bob.get(at(group, "/messages?afterSeq=" + (sent.path("seq").asLong() - 1)))
            .is(200)
            .json()
            .path("items")
            .get(0);
    assertThat(message.path("seq")).isEqualTo(sent.path("seq"));
    assertThat(message.path("sentAt")).isEqualTo(sent.path("sentAt"));
    assertThat(message.path("senderId").asString()).isEqualTo(ann.id());
    assertThat(message.propertyNames())
        .containsExactlyInAnyOrder(
            "conversationId", "seq", "senderId", "clientMessageId", "content", "sentAt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"text\",\"text\":\"\"}",
        "{\"text\":\"order\",\"type\":\"text\"}",
        "{ \"type\" : \"text\" ,\t\"text\" : \"blanks\" }",
        "{\"type\":\"text\",\"text\":\"\\u0000\\u0001\\u001f\\u007f\\u0085\\u2028\\ufffe\\uffff\"}",
        "{\"type\":\"text\",\"text\":\"\\/\\b\\f\\n\\r\\t\\\\\\\"\"}",
        "{\"type\":\"text\",\"text\":\"\\u0041\\u00E4\\u00e4\\ud83d\\uDE00\"}",
        "{\"type\":\"text\",\"text\":\"😀 👩‍👩‍👧‍👦 é é \u202ertl ﷽ \u007f\u0085\u2028\"}",
        "{\"type\":\"text\",\"text\":\"<script>alert(1)</script> ${jndi:ldap://x} %s %n '; --\"}",
        "{\"type\":\"text\",\"text\":\"x\",\"mentions\":\"all\",\"replyTo\":1}",
        "{\"type\":\"text\",\"text\":\"x\",\"mentions\":[],\"replyTo\":9007199254740991}",
        "{\"type\":\"text\",\"text\":\"x\",\"mentions\":[\"1\",\"9223372036854775807\"]}",
        "{\"type\":\"image\",\"url\":\"https://e.org/i.png\",\"width\":640,\"height\":0}",
        "{\"type\":\"voice\",\"url\":\"https://e.org/v.ogg\",\"durationMs\":1200}",
        "{\"type\":\"file\",\"url\":\"https://e.org/f\",\"name\":\"f.pdf\",\"size\":9007199254740991}",
        "{\"type\":\"custom\",\"data\":{}}",
        "{\"type\":\"custom\",\"data\":{\"z\":1.10,\"a\":-0,\"e\":1E+2,\"big\":123456789012345678901234567890}}",
        "{\"type\":\"custom\",\"data\":{\"a\":[[],{},null,true,false,\"\"],\"\":{\"\":0}}}",
        "{\"type\":\"text\",\"text\":\"x\",\"unknown\":{\"kept\":[1,2]}}"
      })
  void contentComesBackByteForByteFlushedOrNot(String content) {
    String id = UUID.randomUUID().toString();
    long seq = sendContent(ann, group, id, content).is(201).json().path("seq").asLong();
    await()
        .during(FLUSHED)
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(() ->
            assertThat(
                    bob.get(at(group, "/messages?limit=1&afterSeq=" + (seq - 1))).response().body())
                .contains("\"content\":" + content + ",\"sentAt\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "'text'",
        "[]",
        "1",
        "{}",
        "{'type':'text'}",
        "{'type':'text','text':null}",
        "{'type':'text','text':1}",
        "{'type':'text','text':['x']}",
        "{'type':'Text','text':'x'}",
        "{'type':'','text':'x'}",
        "{'type':null,'text':'x'}",
        "{'type':['text'],'text':'x'}",
        "{'text':'x'}",
        "{'type':'system','event':'created','by':'1'}",
        "{'type':'sticker','id':1}",
        "{'type':'image','url':'u','width':1}",
        "{'type':'image','url':'u','width':-1,'height':1}",
        "{'type':'image','url':'u','width':1.5,'height':1}",
        "{'type':'image','url':'u','width':'1','height':1}",
        "{'type':'image','url':'','width':1,'height':1}",
        "{'type':'image','url':5,'width':1,'height':1}",
        "{'type':'voice','url':'u'}",
        "{'type':'voice','url':'u','durationMs':9007199254740992}",
        "{'type':'file','url':'u','name':'n'}",
        "{'type':'file','url':'u','size':1}",
        "{'type':'custom'}",
        "{'type':'custom','data':[]}",
        "{'type':'custom','data':null}",
        "{'type':'text','text':'x','mentions':'everybody'}",
        "{'type':'text','text':'x','mentions':[1]}",
        "{'type':'text','text':'x','mentions':['x']}",
        "{'type':'text','text':'x','mentions':['all']}",
        "{'type':'text','text':'x','mentions':{}}",
        "{'type':'text','text':'x','mentions':null}",
        "{'type':'text','text':'x','replyTo':0}",
        "{'type':'text','text':'x','replyTo':-1}",
        "{'type':'text','text':'x','replyTo':1.0}",
        "{'type':'text','text':'x','replyTo':'1'}",
        "{'type':'text','text':'x','text':'y'}",
        "{'type':'text','type':'text','text':'x'}",
        "{'type':'text','t\\u0065xt':'x','text':'y'}",
        "{'type':'custom','data':{'a':1,'a':1}}",
        "{'type':'custom','data':{'a':[{'b':1,'b':2}]}}",
        "{'type':'text','text':'\\ud83d'}",
        "{'type':'text','text':'\\ude00\\ud83d'}",
        "{'type':'text','text':'x','\\ud800':1}",
        "{'type':'custom','data':{'\\udfff':1}}"
      })
  void aBadContentIs422(String content) {
    sendContent(ann, group, "bad", json(content)).isProblem(422, "validation_failed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'content':{'type':'text','text':'x'}}",
        "{'clientMessageId':null,'content':{'type':'text','text':'x'}}",
        "{'clientMessageId':'','content':{'type':'text','text':'x'}}",
        "{'clientMessageId':'a b','content':{'type':'text','text':'x'}}",
        "{'clientMessageId':'ä','content':{'type':'text','text':'x'}}",
        "{'clientMessageId':'a\\u0000','content':{'type':'text','text':'x'}}",
        "{'clientMessageId':5,'content':{'type':'text','text':'x'}}",
        "{'clientMessageId':['a'],'content':{'type':'text','text':'x'}}",
        "{'clientMessageId':'12345678901234567890123456789012345678901234567890123456789012345',"
            + "'content':{'type':'text','text':'x'}}",
        "{'clientMessageId':'a'}",
        "{'clientMessageId':'a','clientMessageId':'a','content':{'type':'text','text':'x'}}",
        "{'clientMessageId':'a','content':{'type':'text','text':'x'},'content':{}}",
        "{}"
      })
  void aBadMessageIs422AndLeavesNothing(String body) {
    int before = ann.history(group).size();
    ann.call("POST", at(group, "/messages"), json(body)).isProblem(422, "validation_failed");
    assertThat(ann.history(group)).hasSize(before);
  }

  @Test
  void sixteenKibibytesAreTakenAndOneByteMoreIs413() {
    String empty = json("{'type':'text','text':''}");
    for (String filling : List.of("x", "é", "😀")) {
      int bytes = filling.getBytes(StandardCharsets.UTF_8).length;
      int room = MAX_CONTENT - empty.length();
      String text = filling.repeat(room / bytes) + "y".repeat(room % bytes);
      String content = json("{'type':'text','text':'%s'}", text);
      assertThat(content.getBytes(StandardCharsets.UTF_8)).hasSize(MAX_CONTENT);
      sendContent(ann, group, UUID.randomUUID().toString(), content).is(201);
      sendContent(ann, group, "one-more", json("{'type':'text','text':'%sz'}", text))
          .isProblem(413, "payload_too_large");
    }
  }

  @Test
  void aHugeBodyIs413() {
    String huge = "x".repeat(300_000);
    sendContent(ann, group, "huge", json("{'type':'text','text':'%s'}", huge))
        .isProblem(413, "payload_too_large");
    ann.call("POST", "/api/v1/sync", json("{'cursors':{},'x':'%s'}", huge))
        .isProblem(413, "payload_too_large");
    ann.call("PATCH", "/api/v1/users/me", json("{'nickname':'%s'}", huge))
        .isProblem(413, "payload_too_large");
  }

  /// A proxy in front that is still writing the body would otherwise say 502 or 503.
  @Test
  void aHugeBodyIsTakenOffTheConnectionBeforeItsAnswer() {
    String head =
        "POST /api/v1/sync HTTP/1.1\r\nContent-Type: application/json\r\nAuthorization: Bearer "
            + ann.token();
    byte[] huge = new byte[3_000_000];
    assertThat(RestRaw.twice(RunningStandalone.baseUrl(), head, huge)).containsExactly(413, 413);
  }

  @Test
  void historyGoesBothWaysInPagesThatMeet() {
    String chat = ann.directWith(api.newUser("dan"));
    for (int i = 1; i <= 7; i++) {
      ann.send(chat, "m" + i, "x").is(201);
    }
    await()
        .during(FLUSHED)
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> {
          assertPage(chat, "", 7, 1, false);
          assertPage(chat, "limit=3", 7, 5, true);
          assertPage(chat, "limit=7", 7, 1, false);
          assertPage(chat, "beforeSeq=5&limit=3", 4, 2, true);
          assertPage(chat, "beforeSeq=2&limit=3", 1, 1, false);
          assertPage(chat, "beforeSeq=999999999999999", 7, 1, false);
          assertPage(chat, "afterSeq=0&limit=3", 1, 3, true);
          assertPage(chat, "afterSeq=3&limit=4", 4, 7, false);
          assertPage(chat, "afterSeq=6", 7, 7, false);
          assertEmpty(chat, "afterSeq=7");
          assertEmpty(chat, "afterSeq=999999999999999");
          assertEmpty(chat, "beforeSeq=1");
          assertEmpty(chat, "beforeSeq=0");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "afterSeq=-1",
    "afterSeq=x",
    "afterSeq=",
    "afterSeq=1.5",
    "afterSeq=1e3",
    "afterSeq=%2B1",
    "afterSeq=%201",
    "afterSeq=99999999999999999999",
    "beforeSeq=-1",
    "beforeSeq=null",
    "afterSeq=1&beforeSeq=2",
    "afterSeq=1&afterSeq=2",
    "limit=0&afterSeq=1",
    "limit=201&beforeSeq=1"
  })
  void aBadPlaceInHistoryIs422(String query) {
    ann.get(at(group, "/messages?" + query)).isProblem(422, "validation_failed");
  }

  @Test
  void aPageHasFiftyMessagesUnlessAskedOtherwise() {
    String chat = ann.group("fifty");
    for (int i = 2; i <= 52; i++) {
      ann.send(chat, "m" + i, "x").is(201);
    }
    assertPage(chat, "", 52, 3, true);
    assertPage(chat, "afterSeq=0", 1, 50, true);
    assertPage(chat, "afterSeq=2", 3, 52, false);
  }

  @Test
  void aMessageIsReadAtOnceByEveryMember() {
    for (int i = 0; i < 30; i++) {
      long seq = ann.send(group, "at-once-" + i, "x").is(201).json().path("seq").asLong();
      JsonNode newest = bob.get(at(group, "/messages?limit=1")).json().path("items").get(0);
      assertThat(newest.path("seq").asLong()).isEqualTo(seq);
      assertThat(RestCalls.view(bob, group).path("lastSeq").asLong()).isEqualTo(seq);
    }
  }

  private static void assertPage(String chat, String query, long from, long to, boolean hasMore) {
    JsonNode page = ann.get(at(chat, "/messages?" + query)).is(200).json();
    assertThat(page.propertyNames()).containsExactlyInAnyOrder("items", "hasMore");
    long step = from <= to ? 1 : -1;
    List<Long> expected =
        LongStream.rangeClosed(0, Math.abs(to - from)).mapToObj(i -> from + i * step).toList();
    assertThat(page.path("items"))
        .as(query)
        .extracting(item -> item.path("seq").asLong())
        .isEqualTo(expected);
    assertThat(page.path("hasMore").asBoolean()).as(query).isEqualTo(hasMore);
  }

  private static void assertEmpty(String chat, String query) {
    JsonNode page = ann.get(at(chat, "/messages?" + query)).is(200).json();
    assertThat(page.toString()).as(query).isEqualTo(json("{'items':[],'hasMore':false}"));
  }
}
