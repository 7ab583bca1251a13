package io.gostacker.standalone;

import io.gostacker.common.time.ClockConfiguration;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/// All four services in one process: this list of imports is the product.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ClockConfiguration.class)
public class StandaloneApplication {
  private static final String CHAT = "chat";

  /// `chat …` is the terminal client; everything else starts the server, see [Usage].
  public static void main(String[] args) {
    List<String> words = Arrays.asList(args);
    if (!words.isEmpty() && words.getFirst().equals(CHAT)) {
      ChatCommand.run(words.subList(1, words.size()));
    } else {
      Launcher.run(words);
    }
  }
}
