package io.gostacker.grpc.process;

import io.gostacker.common.reload.SettingsText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.consul.ConsulClient;
import org.springframework.cloud.consul.model.http.kv.GetValue;
import org.springframework.core.env.Environment;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;

/// Settings for all instances of a service, in Consul's store under `gostacker/<service>.yaml`.
/// They are read while the process runs, so only those that can change then belong there.
final class ConsulSettings implements SettingsText {
  private final ConsulClient consul;
  private final String key;
  private final String token;

  ConsulSettings(ConsulClient consul, Environment environment) {
    this.consul = consul;
    this.key = "gostacker/" + environment.getRequiredProperty("spring.config.name") + ".yaml";
    this.token = environment.getProperty("spring.cloud.consul.token", "");
  }

  @Override
  public String name() {
    return "Consul " + key;
  }

  @Override
  public @Nullable String read() throws IOException {
    try {
      ResponseEntity<List<GetValue>> found = consul.getKVValue(key, token);
      List<GetValue> values = found.getBody();
      String value = values == null || values.isEmpty() ? null : values.getFirst().getValue();
      return value == null
          ? null
          : new String(Base64.getMimeDecoder().decode(value), StandardCharsets.UTF_8);
    } catch (HttpClientErrorException.NotFound e) {
      return null;
    } catch (RestClientException e) {
      throw new IOException("Consul does not answer", e);
    }
  }
}
