package io.gostacker.standalone;

import io.gostacker.testkit.backend.DatabaseAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/// The whole product on a free port of this JVM.
public final class StandaloneInJvm implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  private StandaloneInJvm(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /// Without rate limits, unless the settings say otherwise.
  ///
  /// @param settings besides those that the back ends need
  public static StandaloneInJvm start(
      String redisUrl, DatabaseAddress database, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>();
    all.put("server.port", 0);
    all.put("gostacker.data", newFolder());
    all.put("gostacker.redis.url", redisUrl);
    all.put("spring.datasource.url", database.url());
    all.put("spring.datasource.username", database.user());
    all.put("spring.datasource.password", database.password());
    all.put("gostacker.rate-limit.enabled", false);
    all.putAll(settings);
    return new StandaloneInJvm(
        new SpringApplicationBuilder(StandaloneApplication.class, OwnThreads.class)
            .run(arguments(all)));
  }

  /// They count more than what the product brings along.
  private static String[] arguments(Map<String, Object> settings) {
    return settings.entrySet().stream()
        .map(each -> "--" + each.getKey() + "=" + each.getValue())
        .toArray(String[]::new);
  }

  private static String newFolder() {
    try {
      return Files.createTempDirectory("standalone").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// For example `http://localhost:8080`.
  public String baseUrl() {
    var server = ((WebServerApplicationContext) context).getWebServer();
    if (server == null) {
      throw new IllegalStateException("no web server");
    }
    return "http://localhost:" + server.getPort();
  }

  /// Every route that it answers, as `METHOD /path/{variable}`; `ANY` stands for one that takes
  /// every method.
  public SortedSet<String> routes() {
    SortedSet<String> routes = new TreeSet<>();
    context
        .getBeansOfType(RequestMappingHandlerMapping.class)
        .values()
        .forEach(mapping ->
            mapping
                .getHandlerMethods()
                .keySet()
                .forEach(route ->
                    route
                        .getPatternsCondition()
                        .getPatterns()
                        .forEach(path ->
                            methods(route).forEach(method -> routes.add(method + " " + path)))));
    return routes;
  }

  private static List<String> methods(RequestMappingInfo route) {
    var methods = route.getMethodsCondition().getMethods();
    return methods.isEmpty() ? List.of("ANY") : methods.stream().map(Enum::name).toList();
  }

  @Override
  public void close() {
    context.close();
  }

  /// Closing one product must not stop the others of the JVM.
  @Configuration(proxyBeanMethods = false)
  static class OwnThreads {
    @Bean
    ReactorResourceFactory reactorResources() {
      ReactorResourceFactory resources = new ReactorResourceFactory();
      resources.setUseGlobalResources(false);
      return resources;
    }
  }
}
