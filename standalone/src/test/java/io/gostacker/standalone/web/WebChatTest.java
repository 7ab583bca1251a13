package io.gostacker.standalone.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.standalone.RunningStandalone;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;

/// Two people in two windows of a real browser, with a relay before the server that can be cut.
class WebChatTest {
  @TempDir(cleanup = CleanupMode.NEVER)
  private static Path profile;

  private static ChromeDriver driver;

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final String alice = "alice-" + run;
  private final String bob = "bob-" + run;
  private CuttableRelay relay;
  private ChatWindow atAlice;
  private ChatWindow atBob;

  @BeforeAll
  static void startBrowser() {
    driver = Chromium.start(profile);
  }

  @AfterAll
  static void stopBrowser() {
    if (driver != null) {
      driver.quit();
    }
  }

  @BeforeEach
  void bothRegister() {
    relay = new CuttableRelay(RunningStandalone.baseUrl());
    atBob = enter(bob);
    atAlice = enter(alice);
  }

  private ChatWindow enter(String username) {
    driver.switchTo().newWindow(WindowType.WINDOW);
    ChatWindow window = new ChatWindow(driver, driver.getWindowHandle());
    window.open(relay.baseUrl());
    window.register(username);
    return window;
  }

  @AfterEach
  void nothingWasAgainstThePagesPolicyOrThrown() {
    try {
      assertThat(driver.manage().logs().get("browser").getAll())
          .extracting(LogEntry::getMessage)
          .noneMatch(message -> message.contains("Content Security Policy"))
          .noneMatch(message -> message.contains("Uncaught"));
    } finally {
      relay.close();
    }
  }

  @Test
  void twoPeopleChatAndSeeWhatWasRead() {
    atAlice.startDirect(bob);
    atAlice.say("Hello <b>Bob</b> & all");
    atBob.eventually(() -> assertThat(atBob.text("unread-badge")).isEqualTo("1"));
    atAlice.eventually(() ->
        assertThat(atAlice.all("receipt").getLast().getDomAttribute("data-progress"))
            .isEqualTo("delivered"));
    atBob.openConversation(alice);
    atBob.awaitTexts("Hello <b>Bob</b> & all");
    atBob.say("Hello Alice");
    atAlice.awaitTexts("Hello <b>Bob</b> & all", "Hello Alice");
    atAlice.eventually(() ->
        assertThat(atAlice.all("receipt").getLast().getDomAttribute("data-progress"))
            .isEqualTo("read"));
    atBob.eventually(
        () -> assertThat(atBob.all("unread-badge").getFirst().isDisplayed()).isFalse());
  }

  @Test
  void showsThatTheOtherOneIsTyping() {
    atAlice.startDirect(bob);
    atAlice.say("hi");
    atBob.openConversation(alice);
    atBob.awaitTexts("hi");
    atBob.type("send-box", "well");
    atAlice.eventually(() -> assertThat(atAlice.text("typing")).contains(bob));
  }

  @Test
  void aReloadKeepsTheUserTheConversationAndWhatWasSaid() {
    atAlice.startDirect(bob);
    atAlice.say("one");
    atAlice.say("two");
    atAlice.eventually(() -> assertThat(atAlice.states()).containsExactly("sent", "sent"));
    atAlice.reload();
    atAlice.eventually(() -> assertThat(atAlice.text("thread-name")).isEqualTo(bob));
    atAlice.awaitTexts("one", "two");
    atBob.reload();
    atBob.eventually(() -> assertThat(atBob.text("my-name")).isEqualTo(bob));
    atBob.eventually(() -> assertThat(atBob.text("unread-badge")).isEqualTo("2"));
    atBob.openConversation(alice);
    atBob.awaitTexts("one", "two");
  }

  @Test
  void whatIsWrittenOfflineGoesOutOnceAndInOrder() {
    atAlice.startDirect(bob);
    atAlice.say("before");
    atBob.openConversation(alice);
    atBob.awaitTexts("before");
    relay.cut();
    atAlice.eventually(
        () -> assertThat(atAlice.text("connection-banner")).containsIgnoringCase("offline"));
    atAlice.say("offline 1");
    atAlice.say("offline 2");
    atAlice.say("offline 3");
    atAlice.eventually(() ->
        assertThat(atAlice.states()).containsExactly("sent", "pending", "pending", "pending"));
    atAlice.eventually(
        () -> assertThat(atAlice.text("connection-banner")).contains("3 messages are queued"));
    relay.join();
    atAlice.eventually(
        () -> assertThat(atAlice.states()).containsExactly("sent", "sent", "sent", "sent"));
    atBob.awaitTexts("before", "offline 1", "offline 2", "offline 3");
    atAlice.eventually(
        () -> assertThat(atAlice.all("connection-banner").getFirst().isDisplayed()).isFalse());
    atBob.say("after");
    atAlice.awaitTexts("before", "offline 1", "offline 2", "offline 3", "after");
  }

  @Test
  void aGroupShowsWhoSaysWhatAndWhatHappenedInIt() {
    atAlice.startGroup("Trip to the lake", bob);
    atAlice.eventually(() -> assertThat(atAlice.states()).contains("system"));
    atAlice.say("Who is in?");
    atBob.openConversation("Trip to the lake");
    atBob.eventually(
        () -> assertThat(atBob.all("message-from").getFirst().getText()).isEqualTo(alice));
    atBob.eventually(
        () -> assertThat(atBob.all("message").getFirst().getText()).contains(alice + " created"));
    atBob.say("Me!");
    atAlice.awaitTexts("Who is in?", "Me!");
  }

  @Test
  void refusesAWrongPasswordInWords() {
    driver.switchTo().newWindow(WindowType.WINDOW);
    ChatWindow third = new ChatWindow(driver, driver.getWindowHandle());
    third.open(relay.baseUrl());
    third.type("username", alice);
    third.type("password", "not the one");
    third.click("login-button");
    third.eventually(() -> assertThat(third.text("login-error")).isNotBlank());
    assertThat(third.all("my-name")).isEmpty();
  }
}
