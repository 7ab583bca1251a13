package io.gostacker.standalone;

import io.gostacker.standalone.push.Vendor;
import io.gostacker.testkit.backend.Backends;
import io.gostacker.testkit.backend.DatabaseAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.function.SingletonSupplier;

/// The whole product for tests, in this JVM, on the back ends of the test run; started when first
/// asked for, one for all tests.
///
/// The system property `gostacker.test.base-url` names another one that runs already, and
/// `gostacker.test.server-api-key` its API key.
public final class RunningStandalone {
  private static final String SERVER_KEY = "9f2c47a1e6b05d3874f1c9ae206b8d53";

  private static final Supplier<StandaloneInJvm> PRODUCT =
      SingletonSupplier.of(RunningStandalone::start);

  private static final Supplier<DatabaseAddress> DATABASE =
      SingletonSupplier.of(Backends::newDatabase);

  private static volatile @Nullable String instead;

  private static volatile @Nullable DatabaseAddress database;

  private RunningStandalone() {}

  /// Takes another product instead of the usual one, by its address, until told null. Its API key
  /// is [#serverKey].
  ///
  /// @param itsDatabase null with a product of null
  public static void use(@Nullable String baseUrl, @Nullable DatabaseAddress itsDatabase) {
    instead = baseUrl;
    database = itsDatabase;
  }

  /// Its database, for what nothing of the product does. Not of a product that the system property
  /// names.
  public static JdbcClient database() {
    baseUrl(); // which makes the tables
    DatabaseAddress other = database;
    DatabaseAddress address = other == null ? DATABASE.get() : other;
    return JdbcClient.create(
        new DriverManagerDataSource(address.url(), address.user(), address.password()));
  }

  /// Its address, for example `http://localhost:8080`, without a slash at the end.
  public static String baseUrl() {
    String other = instead;
    if (other != null) {
      return other;
    }
    String given = System.getProperty("gostacker.test.base-url");
    return given != null ? given : PRODUCT.get().baseUrl();
  }

  /// Every route of the product of this JVM, as `METHOD /path/{variable}`.
  public static SortedSet<String> routes() {
    return PRODUCT.get().routes();
  }

  /// A key of its server API.
  public static String serverKey() {
    return System.getProperty("gostacker.test.server-api-key", SERVER_KEY);
  }

  private static StandaloneInJvm start() {
    Backends.flushRedis();
    Map<String, Object> settings = new HashMap<>(Vendor.settings());
    settings.put("gostacker.redis.timeout", "5s");
    settings.put("gostacker.server-api.keys", SERVER_KEY);
    return StandaloneInJvm.start(Backends.redisUrl(), DATABASE.get(), settings);
  }
}
