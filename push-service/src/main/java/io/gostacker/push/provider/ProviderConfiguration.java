package io.gostacker.push.provider;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the providers that are configured; wants [VapidKeys].
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
  ApnsSettings.class,
  FcmSettings.class,
  WebPushSettings.class,
  SignedHttpSettings.class
})
public class ProviderConfiguration {

  @Bean(destroyMethod = "close")
  Providers providers(
      ApnsSettings apns,
      FcmSettings fcm,
      WebPushSettings webPush,
      SignedHttpSettings signed,
      VapidKeys keys,
      Clock clock) {
    List<Lane> lanes = new ArrayList<>();
    try {
      if (apns.isOn()) {
        lanes.add(new Lane(new ApnsProvider(apns), apns.rate(), apns.atOnce(), apns.timeout()));
      }
      if (fcm.isOn()) {
        lanes.add(new Lane(new FcmProvider(fcm, clock), fcm.rate(), fcm.atOnce(), fcm.timeout()));
      }
      if (webPush.enabled()) {
        PushProvider provider = new WebPushProvider(webPush, keys, new SecureRandom(), clock);
        lanes.add(new Lane(provider, webPush.rate(), webPush.atOnce(), webPush.timeout()));
      }
      signed
          .http()
          .forEach((name, target) -> {
            PushProvider provider = new SignedHttpProvider(name, target, clock);
            lanes.add(new Lane(provider, target.rate(), target.atOnce(), target.timeout()));
          });
      return new Providers(lanes);
    } catch (RuntimeException e) {
      lanes.forEach(lane -> lane.provider().close());
      throw e;
    }
  }
}
