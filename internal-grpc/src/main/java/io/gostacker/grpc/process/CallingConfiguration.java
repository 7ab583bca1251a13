package io.gostacker.grpc.process;

import io.gostacker.common.shardlog.ShardLogConfiguration;
import io.gostacker.common.shardlog.Shards;
import io.gostacker.grpc.link.Links;
import io.gostacker.grpc.link.RemoteSend;
import io.gostacker.grpc.peer.InternalSettings;
import io.gostacker.grpc.peer.InternalTls;
import io.gostacker.grpc.peer.PeerChannels;
import io.gostacker.grpc.peer.PeerCredentials;
import io.gostacker.grpc.peer.PeerRole;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// For a process that calls send instances. Needs a [PeerRole]: what it is to them.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InternalSettings.class)
@Import({ProcessConfiguration.class, ShardLogConfiguration.class, InternalTlsConfiguration.class})
public class CallingConfiguration {
  static final String SEND = "gostacker-send";

  @Bean
  PeerChannels peerChannels(
      PeerRole role, InternalSettings settings, ObjectProvider<InternalTls> tls) {
    return new PeerChannels(
        new PeerCredentials(role, settings.secrets().getFirst()), tls.getIfAvailable());
  }

  @Bean(destroyMethod = "close")
  Links sendLinks(DiscoveryClient discovery, PeerChannels channels, MeterRegistry meters) {
    return new Links(new DiscoveredPeers(discovery, SEND), channels, meters);
  }

  @Bean
  RemoteSend remoteSend(Links links, Shards shards, MeterRegistry meters) {
    return new RemoteSend(links, shards, meters);
  }

  @Bean
  LinksLifecycle linksLifecycle(Links links) {
    return new LinksLifecycle(links);
  }
}
