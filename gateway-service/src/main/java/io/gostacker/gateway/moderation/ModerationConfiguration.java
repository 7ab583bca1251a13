package io.gostacker.gateway.moderation;

import io.gostacker.common.hook.HookClient;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.ReplyTo;
import io.gostacker.common.transport.SendPort;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.BiConsumer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the question before a message is sent.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BeforeSendSettings.class)
public class ModerationConfiguration {

  @Bean
  HookClient beforeSendClient(BeforeSendSettings settings, Clock clock) {
    return new HookClient(settings.timeout(), clock);
  }

  @Bean
  BeforeSendHook beforeSendHook(
      BeforeSendSettings settings, @Qualifier("beforeSendClient") HookClient client) {
    return new BeforeSendHook(settings, client);
  }

  /// Where commands go: straight to the send service when nobody is to be asked.
  @Bean
  BiConsumer<Command, ReplyTo> commandDoor(
      SendPort send, BeforeSendHook hook, BeforeSendSettings settings, MeterRegistry registry) {
    BeforeSendMeters meters = new BeforeSendMeters(registry);
    return settings.isOn()
        ? new Moderation(send, hook::ask, settings.onFailure(), meters)
        : send::submit;
  }
}
