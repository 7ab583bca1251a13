package io.gostacker.standalone.web;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/// The machine's Chromium and its driver; nothing is downloaded.
final class Chromium {

  private Chromium() {}

  /// A headless browser whose profile lies in `profile`. Skips the test, loudly, where there is
  /// none.
  static ChromeDriver start(Path profile) {
    Optional<Path> browser =
        find(
            "CHROMIUM_BIN",
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome");
    Optional<Path> driver =
        find("CHROMEDRIVER_BIN", "/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver");
    if (browser.isEmpty() || driver.isEmpty()) {
      String message =
          "NOT CHECKED: the web chat in a browser. It needs Chromium and chromedriver (Debian:"
              + " apt-get install chromium chromium-driver; or set CHROMIUM_BIN and CHROMEDRIVER_BIN)";
      System.err.println("\n*** " + message + " ***\n");
      Assumptions.abort(message);
    }
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.get().toFile());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + profile);
    return new ChromeDriver(
        new ChromeDriverService.Builder().usingDriverExecutable(driver.get().toFile()).build(),
        options);
  }

  private static Optional<Path> find(String variable, String... usual) {
    return Stream.concat(Stream.ofNullable(System.getenv(variable)), Stream.of(usual))
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }
}
