package io.gostacker.verify.fault;

import io.gostacker.standalone.ConsulAgent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What can happen to Consul.
public final class ConsulFaults {
  private static final Duration LONG = Duration.ofSeconds(6);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Supplier<ConsulAgent> consul;

  /// @param consul asked when something is done to it
  public ConsulFaults(Supplier<ConsulAgent> consul) {
    this.consul = consul;
  }

  public List<Fault> all() {
    return List.of(
        new Fault(
            "consul-killed",
            "Consul is killed, and knows nothing when it is back",
            LONG,
            () -> consul.get().stop(),
            () -> consul.get().start()),
        new Fault(
            "consul-emptied",
            "Consul forgets all processes and names nobody",
            LONG,
            this::forgetAll,
            () -> {}));
  }

  private void forgetAll() throws IOException, InterruptedException {
    JsonNode services = JsonMapper.shared().readTree(call("GET", "services"));
    for (String id : services.propertyNames()) {
      call("PUT", "service/deregister/" + id);
    }
  }

  private String call(String method, String path) throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + consul.get().port() + "/v1/agent/" + path);
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .method(method, BodyPublishers.noBody())
            .build();
    return http.send(request, BodyHandlers.ofString()).body();
  }
}
