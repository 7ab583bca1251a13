package io.gostacker.standalone.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;

/// One user's window with the web chat, by its `data-testid` attributes. Every call brings its
/// window to the front of the driver first.
final class ChatWindow {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final WebDriver driver;
  private final String handle;

  ChatWindow(WebDriver driver, String handle) {
    this.driver = driver;
    this.handle = handle;
  }

  void open(String baseUrl) {
    front().get(baseUrl + "/");
  }

  void reload() {
    front().navigate().refresh();
  }

  void register(String username) {
    type("username", username);
    type("password", "correct horse " + username);
    click("register-button");
    eventually(() -> assertThat(text("my-name")).isEqualTo(username));
  }

  void startDirect(String username) {
    click("new-chat");
    type("user-search", username);
    clickResult(username);
    eventually(() -> assertThat(text("thread-name")).isEqualTo(username));
  }

  void startGroup(String name, String username) {
    click("new-group");
    type("group-name", name);
    type("user-search", username);
    clickResult(username);
    click("create-group");
    eventually(() -> assertThat(text("thread-name")).isEqualTo(name));
  }

  private void clickResult(String username) {
    eventually(() ->
        front()
            .findElement(
                By.cssSelector("[data-testid='user-result'][data-username='" + username + "']"))
            .click());
  }

  void openConversation(String name) {
    eventually(() ->
        all("conversation-item").stream()
            .filter(item -> item.getText().contains(name))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no conversation " + name))
            .click());
    eventually(() -> assertThat(text("thread-name")).isEqualTo(name));
  }

  /// Types a line and sends it by Enter.
  void say(String line) {
    type("send-box", line + Keys.ENTER);
  }

  void type(String testId, String text) {
    eventually(() -> one(testId).sendKeys(text));
  }

  void click(String testId) {
    eventually(() -> one(testId).click());
  }

  String text(String testId) {
    return one(testId).getText();
  }

  /// The texts of the messages on the page, from top to bottom, without system messages.
  List<String> texts() {
    return all("message-text").stream().map(WebElement::getText).toList();
  }

  /// `pending`, `sent`, `failed` or `system` of each message, from top to bottom.
  List<String> states() {
    return all("message").stream()
        .map(item -> String.valueOf(item.getDomAttribute("data-state")))
        .toList();
  }

  void awaitTexts(String... texts) {
    eventually(() -> assertThat(texts()).containsExactly(texts));
  }

  /// Repeats an assertion until it holds; the page may redraw under it.
  void eventually(ThrowingRunnable assertion) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(e ->
            e instanceof StaleElementReferenceException
                || e instanceof org.openqa.selenium.NoSuchElementException
                || e instanceof org.openqa.selenium.ElementNotInteractableException)
        .untilAsserted(assertion);
  }

  private WebElement one(String testId) {
    return front().findElement(By.cssSelector("[data-testid='" + testId + "']"));
  }

  List<WebElement> all(String testId) {
    return front().findElements(By.cssSelector("[data-testid='" + testId + "']"));
  }

  private WebDriver front() {
    return driver.switchTo().window(handle);
  }
}
