package io.gostacker.meta.token;

import io.gostacker.common.periodic.PeriodicTask;
import io.gostacker.common.token.Revocations;
import io.gostacker.common.token.TokenVerifier;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Wires keys and tokens; gives every service of the process its [TokenVerifier].
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TokenSettings.class)
@Import(JwksController.class)
public class TokenConfiguration {

  @Bean
  SigningKeys signingKeys(TokenSettings settings, Clock clock) {
    return new SigningKeys(settings, clock);
  }

  @Bean
  PeriodicTask signingKeysReload(SigningKeys keys, TokenSettings settings) {
    return PeriodicTask.start("Looking for new signing keys", settings.keysReload(), keys::reload);
  }

  @Bean
  AccessTokens accessTokens(SigningKeys keys, Clock clock, TokenSettings settings) {
    return new AccessTokens(keys, clock, settings.accessTtl());
  }

  @Bean
  TokenVerifier tokenVerifier(SigningKeys keys, Revocations revocations, Clock clock) {
    return new TokenVerifier(keys, revocations, clock);
  }
}
