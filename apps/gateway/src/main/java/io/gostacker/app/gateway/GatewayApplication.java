package io.gostacker.app.gateway;

import io.gostacker.common.periodic.PeriodicTask;
import io.gostacker.common.presence.PresenceConfiguration;
import io.gostacker.common.shardlog.RedisSettings;
import io.gostacker.common.shardlog.Shards;
import io.gostacker.common.token.TokenVerifier;
import io.gostacker.common.transport.SessionPort;
import io.gostacker.common.web.BodyLimit;
import io.gostacker.common.web.WebFaceConfiguration;
import io.gostacker.gateway.GatewayConfiguration;
import io.gostacker.gateway.GatewaySettings;
import io.gostacker.gateway.connection.Connections;
import io.gostacker.gateway.directory.RedisGateways;
import io.gostacker.gateway.route.GatewayRedis;
import io.gostacker.gateway.route.RedisDeviceRoutes;
import io.gostacker.gateway.session.GatewayId;
import io.gostacker.gateway.session.LocalSessions;
import io.gostacker.gateway.socket.SocketEndpoint;
import io.gostacker.grpc.access.MetaQuestion;
import io.gostacker.grpc.access.RemoteAccess;
import io.gostacker.grpc.link.Links;
import io.gostacker.grpc.link.RemoteRoutes;
import io.gostacker.grpc.peer.InternalSettings;
import io.gostacker.grpc.peer.PeerChannels;
import io.gostacker.grpc.peer.PeerRole;
import io.gostacker.grpc.process.CallingConfiguration;
import io.gostacker.grpc.process.DiscoveredPeers;
import io.lettuce.core.RedisClient;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;

/// A gateway; its settings are in `config/gateway.yaml`. What it does not answer itself goes to
/// meta.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
@Import({
  GatewayConfiguration.class,
  PresenceConfiguration.class,
  WebFaceConfiguration.class,
  CallingConfiguration.class
})
@LoadBalancerClient(name = GatewayApplication.META, configuration = MetaBalancing.class)
public class GatewayApplication {
  static final String META = "gostacker-meta";

  private static final Duration ACCESS_POLL = Duration.ofMillis(500);

  /// What meta takes at most.
  private static final int LARGEST_BODY = 4 << 20;

  public static void main(String[] args) {
    new SpringApplicationBuilder(GatewayApplication.class)
        .properties("spring.config.name=gateway")
        .build()
        .run(args);
  }

  @Bean
  KnownInstances knownInstances(DiscoveryClient registry) {
    return new KnownInstances(registry);
  }

  @Bean
  ProxyFailures proxyFailures() {
    return new ProxyFailures();
  }

  @Bean
  PeerRole peerRole() {
    return PeerRole.GATEWAY;
  }

  @Bean
  RemoteRoutes remoteRoutes(Links links, Shards shards) {
    return new RemoteRoutes(links, shards);
  }

  @Bean(destroyMethod = "close")
  GatewayRedis gatewayRedis(RedisClient client, RedisSettings settings) {
    return new GatewayRedis(client, settings);
  }

  @Bean(destroyMethod = "close")
  RedisDeviceRoutes deviceRoutes(GatewayRedis redis, GatewayId gatewayId, LocalSessions sessions) {
    return new RedisDeviceRoutes(redis, gatewayId, sessions);
  }

  @Bean(destroyMethod = "close")
  RedisGateways gateways(
      GatewayRedis redis,
      GatewayId gatewayId,
      Connections connections,
      GatewaySettings settings,
      InternalSettings internal,
      Environment environment) {
    return new RedisGateways(
        redis, gatewayId, connections, () -> socketUrl(settings, internal, environment));
  }

  /// By the internal name where no public one is set; null until the port is open.
  private static @Nullable String socketUrl(
      GatewaySettings settings, InternalSettings internal, Environment environment) {
    String port = environment.getProperty("local.server.port");
    if (port == null) {
      return null;
    }
    String url =
        settings.publicUrl().isEmpty()
            ? "http://" + internal.host() + ":" + port
            : settings.publicUrl();
    return url.replaceFirst("^http", "ws") + SocketEndpoint.PATH;
  }

  @Bean(destroyMethod = "close")
  MetaQuestion metaQuestion(DiscoveryClient discovery, PeerChannels channels) {
    return new MetaQuestion(new DiscoveredPeers(discovery, META), channels);
  }

  @Bean
  RemoteAccess remoteAccess(MetaQuestion question, SessionPort sockets, Clock clock) {
    return new RemoteAccess(question, sockets, clock);
  }

  /// Twice a second, so that what has ended is felt within two seconds everywhere.
  @Bean
  PeriodicTask accessPoll(RemoteAccess access) {
    return PeriodicTask.start("Asking meta whom to let in", ACCESS_POLL, access::poll);
  }

  @Bean
  AccessHealth accessHealthIndicator(RemoteAccess access) {
    return new AccessHealth(access);
  }

  @Bean
  TokenVerifier tokenVerifier(RemoteAccess access, Clock clock) {
    return new TokenVerifier(access, access, clock);
  }

  /// Meta has bounds of its own for these, all below this.
  @Bean
  BodyLimit serverBodies() {
    return BodyLimit.of(HttpMethod.POST, "/api/v1/server/*", LARGEST_BODY);
  }

  @Bean
  BodyLimit broadcastBodies() {
    return BodyLimit.of(HttpMethod.PUT, "/api/v1/server/broadcasts/*", LARGEST_BODY);
  }

  @Bean
  BodyLimit creationBodies() {
    return BodyLimit.of(HttpMethod.POST, "/api/v1/conversations", LARGEST_BODY);
  }

  @Bean
  BodyLimit memberBodies() {
    return BodyLimit.of(
        HttpMethod.POST, "/api/v1/conversations/{conversationId}/members", LARGEST_BODY);
  }
}
