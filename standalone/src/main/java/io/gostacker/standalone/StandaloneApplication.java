package io.gostacker.standalone;

import io.gostacker.client.terminal.TerminalChat;
import io.gostacker.common.presence.PresenceConfiguration;
import io.gostacker.common.reload.ReloadConfiguration;
import io.gostacker.common.time.ClockConfiguration;
import io.gostacker.flusher.FlusherConfiguration;
import io.gostacker.gateway.GatewayConfiguration;
import io.gostacker.meta.MetaConfiguration;
import io.gostacker.push.EmbeddedPushConfiguration;
import io.gostacker.send.SendConfiguration;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/// All four services in one process: this list of imports is the product.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
  GatewayConfiguration.class,
  SendConfiguration.class,
  MetaConfiguration.class,
  FlusherConfiguration.class,
  EmbeddedPushConfiguration.class,
  PresenceConfiguration.class,
  ClockConfiguration.class,
  ReloadConfiguration.class
})
public class StandaloneApplication {
  private static final String CHAT = "chat";

  /// `chat …` is the terminal client; everything else starts the server, see [Usage].
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> words = Arrays.asList(args);
    if (!words.isEmpty() && words.getFirst().equals(CHAT)) {
      TerminalChat.main(Arrays.copyOfRange(args, 1, args.length));
    } else {
      Launcher.run(words);
    }
  }
}
