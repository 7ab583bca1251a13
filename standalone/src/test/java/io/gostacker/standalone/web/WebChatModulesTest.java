package io.gostacker.standalone.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.chrome.ChromeDriver;

/// The web chat's own logic, module by module, in a real browser without a GoStacker.
class WebChatModulesTest {
  @TempDir(cleanup = CleanupMode.NEVER)
  private static Path profile;

  private static ChromeDriver driver;
  private static HttpServer files;

  @BeforeAll
  static void serveTheModules() {
    driver = Chromium.start(profile);
    driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
    Path root =
        Path.of("../gateway-service/src/main/resources/static").toAbsolutePath().normalize();
    files =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), root, OutputLevel.NONE);
    files.start();
    driver.get("http://localhost:" + files.getAddress().getPort() + "/favicon.svg");
  }

  @AfterAll
  static void letGo() {
    if (driver != null) {
      driver.quit();
    }
    if (files != null) {
      files.stop(0);
    }
  }

  /// Runs the body of an async function; what it returns must be a list of numbers.
  private static Object run(String body) {
    return driver.executeAsyncScript(
        """
        const done = arguments[arguments.length - 1];
        (async () => { %s })().then(done, error => done(String(error)));
        """
            .formatted(body));
  }

  @Test
  void messagesComeOutInOrderOnceWhateverIsLostRepeatedOrLate() {
    Object failures =
        run(
            """
            const { Timelines } = await import('/js/timelines.js');
            const failures = [];
            for (let seed = 1; seed <= 300; seed++) {
              let state = seed;
              const random = n => (state = (state * 48271) % 2147483647) % n;
              const exists = [];
              for (let seq = 1 + random(3), i = 0; i < 30; i++) {
                exists.push({ conversationId: '7', seq });
                seq += random(10) === 0 ? 1000 : 1;
              }
              const out = [];
              const timelines = new Timelines(message => out.push(message.seq));
              for (let step = 0; step < 80; step++) {
                const upTo = 1 + random(exists.length);
                if (random(8) === 0) {
                  const cursor = timelines.ask()['7'] ?? 0;
                  const news = exists.slice(0, upTo).filter(message => message.seq > cursor);
                  const part = { conversationId: '7', messages: news.slice(0, 10), hasMore: news.length > 10 };
                  timelines.synced({ conversations: news.length ? [part] : [], more: true });
                } else {
                  timelines.live(exists[random(upTo)]);
                }
              }
              const cursor = timelines.ask()['7'] ?? 0;
              const rest = exists.filter(message => message.seq > cursor);
              timelines.synced({ conversations: [{ conversationId: '7', messages: rest, hasMore: false }] });
              if (out.join() !== exists.map(message => message.seq).join() || timelines.gap) {
                failures.push(seed);
              }
            }
            return failures;
            """);
    assertThat(failures).isEqualTo(List.of());
  }

  @Test
  void aConversationsMessagesGoOutOneAtATimeAndSurviveAReload() {
    Object order =
        run(
            """
            const { Outbox } = await import('/js/outbox.js');
            sessionStorage.clear();
            const outbox = new Outbox('1');
            outbox.add('7', { type: 'text', text: '0' });
            outbox.add('7', { type: 'text', text: '1' });
            outbox.add('8', { type: 'text', text: '2' });
            const sent = [];
            const texts = box => box.due(1).map(entry => Number(entry.content.text));
            sent.push(...texts(outbox));
            outbox.postpone(outbox.entries[0], 1000);
            sent.push(...texts(outbox));
            const reloaded = new Outbox('1');
            sent.push(...texts(reloaded));
            reloaded.remove(reloaded.entries[0]);
            sent.push(...texts(reloaded));
            sent.push(new Outbox('2').entries.length);
            return sent;
            """);
    assertThat(order).isEqualTo(List.of(0L, 2L, 2L, 0L, 2L, 1L, 2L, 0L));
  }
}
