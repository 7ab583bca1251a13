package io.gostacker.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.client.ScriptedPeer;
import io.gostacker.client.ScriptedServer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalChatTest {
  private static final String DIRECT =
      """
      {"conversationId":"7","type":"direct","name":null,"ownerId":null,"memberCount":2,"lastSeq":0,
       "readSeq":0,"unread":0,"joinPolicy":"invite","createdAt":"2026-01-02T03:04:05.678Z"}\
      """;

  private final ScriptedServer server = new ScriptedServer();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PipedWriter keyboard = new PipedWriter();
  private @TempDir Path home;

  @BeforeEach
  void bobIsThere() {
    server.answer("GET /api/v1/conversations", 200, "{\"items\":[],\"nextCursor\":null}");
    server.answer(
        "GET /api/v1/users?query=bob",
        200,
        "{\"items\":[{\"userId\":\"2\",\"username\":\"bob\"}],\"nextCursor\":null}");
    server.answer("GET /api/v1/users/2", 200, "{\"userId\":\"2\",\"username\":\"bob\"}");
    server.answer("POST /api/v1/conversations", 201, DIRECT);
    server.answer("GET /api/v1/conversations/7", 200, DIRECT);
    server.answer(
        "GET /api/v1/conversations/7/members",
        200,
        "{\"items\":[{\"userId\":\"1\",\"role\":\"member\"},{\"userId\":\"2\",\"role\":\"member\"}]}");
    server.answer("GET /api/v1/conversations/7/messages", 200, "{\"items\":[],\"hasMore\":false}");
  }

  @AfterEach
  void letGo() {
    server.close();
  }

  private CompletableFuture<Integer> start(String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of("--user", "alice", "--password", "pw", "--server=" + server.address()));
    arguments.addAll(List.of(more));
    BufferedReader in = new BufferedReader(new PipedReader(keyboard));
    Screen screen = new Screen(new PrintStream(out, true, StandardCharsets.UTF_8), false);
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return new TerminalChat(screen, new Lines(in, null), home).run(arguments, null);
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        Thread.ofVirtual()::start);
  }

  private static int status(CompletableFuture<Integer> chat) throws Exception {
    return chat.get(30, TimeUnit.SECONDS);
  }

  private void type(String lines) throws IOException {
    keyboard.write(lines);
    keyboard.flush();
  }

  private void awaitShown(String text) {
    await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(shown()).contains(text));
  }

  private String shown() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void pipedLinesGoOutInOrderAndTheEndOfInputWaitsForThem() throws Exception {
    CompletableFuture<Integer> chat = start();
    ScriptedPeer peer = server.nextPeerOnline();
    type("/new bob\nhello\nworld\n");
    keyboard.close();
    var hello = peer.expect("send");
    assertThat(hello.path("content").path("text").asString()).isEqualTo("hello");
    assertThat(chat).isNotDone();
    peer.sent(hello, 1);
    peer.sent(peer.expect("send"), 2);
    assertThat(status(chat)).isZero();
    assertThat(shown()).contains("— bob —");
  }

  @Test
  void showsWhatComesWithTheSendersNameAndWithoutControlCharacters() throws Exception {
    CompletableFuture<Integer> chat = start();
    ScriptedPeer peer = server.nextPeerOnline();
    peer.say(
        """
        {"type":"message","conversationId":"7","seq":1,"senderId":"2","clientMessageId":"m",
         "content":{"type":"text","text":"a\\u001b[2Jb"},"sentAt":"2026-01-02T03:04:05.678Z"}\
        """);
    awaitShown("bob: a\\u001b[2Jb");
    assertThat(shown()).doesNotContain("\u001b");
    type("/quit\n");
    assertThat(status(chat)).isZero();
  }

  @Test
  void saysThatItIsOfflineAndSendsOnceWhenItIsBack() throws Exception {
    CompletableFuture<Integer> chat = start();
    ScriptedPeer peer = server.nextPeerOnline();
    type("/new bob\n");
    awaitShown("— bob —");
    server.refuseUpgrades(503);
    peer.cut();
    awaitShown("offline");
    type("later\n");
    awaitShown("queued, 1 waiting");
    server.refuseUpgrades(101);
    ScriptedPeer second = server.nextPeerOnline();
    second.sent(second.expect("send"), 1);
    awaitShown("online again");
    keyboard.close();
    assertThat(status(chat)).isZero();
    assertThat(second.comes("send", 100)).isFalse();
  }

  @Test
  void aRefusedLineIsSaidAndChangesTheExitStatus() throws Exception {
    CompletableFuture<Integer> chat = start();
    ScriptedPeer peer = server.nextPeerOnline();
    type("/new bob\nhello\n");
    peer.refuse(peer.expect("send"), "blocked");
    awaitShown("Not sent (blocked");
    keyboard.close();
    assertThat(status(chat)).isEqualTo(TerminalChat.UNSENT);
  }

  @Test
  void leavesAtOnceWhenTheServerEndsIt() throws Exception {
    CompletableFuture<Integer> chat = start();
    server.nextPeerOnline().close(4409, "replaced");
    assertThat(status(chat)).isEqualTo(TerminalChat.ENDED);
  }

  @Test
  void registersWithoutAskingWhenTold() throws Exception {
    server.answer("POST /api/v1/auth/login", 401, "{\"code\":\"bad_credentials\"}");
    server.answer("POST /api/v1/auth/register", 201, "{\"userId\":\"1\",\"username\":\"alice\"}");
    CompletableFuture<Integer> chat = start("--register");
    assertThat(status(chat)).isEqualTo(TerminalChat.REFUSED);
    assertThat(server.requests)
        .anyMatch(request -> request.startsWith("POST /api/v1/auth/register"));
    assertThat(shown()).contains("Registered alice");
  }

  @Test
  void asksBeforeItRegisters() throws Exception {
    server.answer("POST /api/v1/auth/login", 401, "{\"code\":\"bad_credentials\"}");
    CompletableFuture<Integer> chat = start();
    awaitShown("Register?");
    type("n\n");
    assertThat(status(chat)).isEqualTo(TerminalChat.REFUSED);
    assertThat(server.requests).noneMatch(request -> request.contains("register"));
  }

  @Test
  void namesTheAddressWhenNobodyAnswersThere() throws Exception {
    server.close();
    assertThat(status(start())).isEqualTo(TerminalChat.UNREACHABLE);
    assertThat(shown()).contains(server.address().toString()).contains("./run");
  }

  @Test
  void explainsWrongUsage() throws Exception {
    assertThat(status(start("--sever", "x"))).isEqualTo(TerminalChat.USAGE);
    assertThat(shown()).contains("unknown option --sever").contains("Usage:");
  }

  @Test
  void isTheSameDeviceAfterARestart() throws Exception {
    String first = DeviceFile.deviceId(home, server.address(), "a/../b");
    assertThat(DeviceFile.deviceId(home, server.address(), "a/../b")).isEqualTo(first);
    assertThat(DeviceFile.deviceId(home, server.address(), "alice")).isNotEqualTo(first);
  }
}
