package io.gostacker.standalone.api;

import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.standalone.RunningStandalone;
import io.gostacker.standalone.StandaloneInJvm;
import io.gostacker.testkit.backend.Backends;
import io.gostacker.testkit.backend.DatabaseAddress;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Lets a class of tests meet a product with `gostacker.group-cache.enabled: false`. What extends a
/// class of tests with it is the one contract under the other setting.
final class WithoutGroupCache implements BeforeAllCallback, AfterAllCallback {
  private @Nullable EmbeddedRedis redis;
  private @Nullable StandaloneInJvm product;

  @Override
  public void beforeAll(ExtensionContext context) {
    redis = Backends.ownRedis();
    DatabaseAddress database = Backends.newDatabase();
    product =
        StandaloneInJvm.start(
            redis.url(),
            database,
            Map.of(
                "gostacker.group-cache.enabled", false,
                "gostacker.flusher.interval", "10ms",
                "gostacker.flusher.idle-interval", "20ms",
                "gostacker.redis.timeout", "5s",
                "gostacker.server-api.keys", RunningStandalone.serverKey()));
    RunningStandalone.use(product.baseUrl(), database);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    RunningStandalone.use(null, null);
    Objects.requireNonNull(product).close();
    Objects.requireNonNull(redis).kill();
  }
}
