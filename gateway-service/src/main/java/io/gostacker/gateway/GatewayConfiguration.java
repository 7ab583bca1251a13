package io.gostacker.gateway;

import io.gostacker.common.limit.ConnectPace;
import io.gostacker.common.limit.LimitConfiguration;
import io.gostacker.common.limit.SendLimits;
import io.gostacker.common.presence.LostSockets;
import io.gostacker.common.token.Bans;
import io.gostacker.common.token.TokenVerifier;
import io.gostacker.common.trace.TraceConfiguration;
import io.gostacker.common.trace.Traces;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.ReplyTo;
import io.gostacker.common.transport.RoutePort;
import io.gostacker.common.transport.SendPort;
import io.gostacker.common.transport.SessionPort;
import io.gostacker.gateway.chat.WebChatConfiguration;
import io.gostacker.gateway.connection.Backend;
import io.gostacker.gateway.connection.ConnectionSettings;
import io.gostacker.gateway.connection.Connections;
import io.gostacker.gateway.connection.Drain;
import io.gostacker.gateway.delivery.GatewayDelivery;
import io.gostacker.gateway.directory.Gateways;
import io.gostacker.gateway.directory.GatewaysController;
import io.gostacker.gateway.document.DocumentController;
import io.gostacker.gateway.document.DocumentPages;
import io.gostacker.gateway.measure.MeasuredSend;
import io.gostacker.gateway.moderation.ModerationConfiguration;
import io.gostacker.gateway.outbox.Outboxes;
import io.gostacker.gateway.rest.MessagesController;
import io.gostacker.gateway.rest.ServerMessagesController;
import io.gostacker.gateway.session.DeviceRoutes;
import io.gostacker.gateway.session.GatewayId;
import io.gostacker.gateway.session.LocalSessions;
import io.gostacker.gateway.session.Presence;
import io.gostacker.gateway.session.SessionCloser;
import io.gostacker.gateway.socket.PlainRequests;
import io.gostacker.gateway.socket.SocketEndpoint;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The gateway. Needs a [SendPort], a [RoutePort], a [TokenVerifier], [Bans], a [Clock] and a
/// [MeterRegistry]; gives a [SessionPort] and attaches itself to the [RoutePort] before the web
/// server starts. Where there are several gateways it needs [DeviceRoutes] and [Gateways] too.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatewaySettings.class)
@Import({
  WebChatConfiguration.class,
  TraceConfiguration.class,
  LimitConfiguration.class,
  ModerationConfiguration.class,
  DocumentController.class,
  DocumentPages.class
})
public class GatewayConfiguration {

  private static final Executor VIRTUAL_THREADS =
      task -> Thread.ofVirtual().name("gateway").start(task);

  private final RandomGenerator random = RandomGenerator.getDefault();

  @Bean
  Semaphore gatewaySyncs(GatewaySettings settings) {
    return new Semaphore(settings.maxSyncs());
  }

  @Bean
  LocalSessions localSessions(GatewaySettings settings) {
    return new LocalSessions(settings.maxDevicesPerUser());
  }

  @Bean
  SessionPort sessionPort(LocalSessions sessions) {
    return new SessionCloser(sessions);
  }

  @Bean
  Outboxes outboxes(GatewaySettings settings, MeterRegistry meters) {
    return new Outboxes((int) settings.maxUnwritten().toBytes(), settings.stallTimeout(), meters);
  }

  @Bean
  GatewayDelivery gatewayDelivery(
      LocalSessions sessions, Outboxes outboxes, GatewaySettings settings) {
    return new GatewayDelivery(
        sessions, outboxes, random, settings.orderWait(), settings.trackedConversations());
  }

  @Bean
  GatewayId gatewayId() {
    return GatewayId.random();
  }

  @Bean
  Presence presence(
      GatewayId gatewayId,
      RoutePort routes,
      ObjectProvider<DeviceRoutes> devices,
      GatewayDelivery delivery,
      LocalSessions sessions) {
    routes.attach(gatewayId.value(), delivery);
    return new Presence(
        gatewayId.value(),
        routes,
        devices.getIfAvailable(() -> DeviceRoutes.ONE_GATEWAY),
        sessions,
        System::nanoTime);
  }

  /// Only for who asks for it by its name.
  @Bean(defaultCandidate = false)
  SendPort measuredSend(
      SendPort send,
      BiConsumer<Command, ReplyTo> commandDoor,
      MeterRegistry meters,
      Traces traces) {
    return new MeasuredSend(send, commandDoor, meters, traces);
  }

  @Bean
  Backend gatewayBackend(
      @Qualifier("measuredSend") SendPort send,
      TokenVerifier tokens,
      Presence presence,
      ObjectProvider<LostSockets> lost,
      SendLimits limits,
      Clock clock,
      @Qualifier("gatewaySyncs") Semaphore syncs) {
    return new Backend(
        send,
        tokens,
        presence,
        lost.getIfAvailable(() -> LostSockets.IGNORED),
        limits,
        clock,
        VIRTUAL_THREADS,
        syncs);
  }

  @Bean
  Connections connections(
      Backend backend, Outboxes outboxes, GatewaySettings settings, MeterRegistry meters) {
    ConnectionSettings perConnection =
        new ConnectionSettings(
            settings.heartbeat(),
            settings.helloTimeout(),
            settings.maxChatter(),
            settings.maxUnanswered(),
            settings.drainTimeout());
    return new Connections(backend, outboxes, perConnection, settings.maxSockets(), meters);
  }

  @Bean
  Drain gatewayDrain(
      Connections connections, RoutePort routes, GatewayId gatewayId, GatewaySettings settings) {
    return new Drain(connections, routes, gatewayId.value(), settings.reconnectSpread(), random);
  }

  @Bean
  SocketEndpoint socketEndpoint(
      GatewaySettings settings, ConnectPace pace, TokenVerifier tokens, Connections connections) {
    return new SocketEndpoint(
        settings.allowedOrigins(), settings.firstRequestTimeout(), pace, tokens, connections);
  }

  @Bean
  GatewaysController gatewaysController(
      ObjectProvider<Gateways> gateways, Connections connections) {
    return new GatewaysController(
        gateways.getIfAvailable(
            () -> ownUrl -> List.of(new Gateways.OpenGateway(ownUrl, connections.count()))));
  }

  @Bean
  PlainRequests plainRequests() {
    return new PlainRequests();
  }

  @Bean
  MessagesController messagesController(
      @Qualifier("measuredSend") SendPort send,
      SendLimits limits,
      GatewaySettings settings,
      @Qualifier("gatewaySyncs") Semaphore syncs) {
    return new MessagesController(send, limits, settings.answerTimeout(), syncs);
  }

  @Bean
  ServerMessagesController serverMessagesController(
      @Qualifier("measuredSend") SendPort send, Bans bans, GatewaySettings settings) {
    return new ServerMessagesController(send, bans, settings.answerTimeout());
  }
}
