package io.gostacker.common.reload;

import io.gostacker.common.periodic.PeriodicTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/// Looks every two seconds whether settings have changed where they are written, and lets those
/// take effect that can without a restart: all [Reloadable]s, and `logging.level.*`. What is given
/// in the environment or on the command line still comes first. A text of which one value is
/// refused changes nothing.
public final class SettingsReload implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SettingsReload.class);
  private static final Duration LOOK = Duration.ofSeconds(2);

  /// How Spring Boot's names begin of what it read at the start; `[the file]` follows.
  private static final String READ = "Config resource '";

  private final ConfigurableEnvironment environment;
  private final List<Reloadable<?>> settings;
  private final LoggingSystem logging;
  private final List<SettingsText> texts;
  private final Map<SettingsText, @Nullable String> seen = new HashMap<>();
  private Map<String, String> levels;
  private final PeriodicTask looks;

  private SettingsReload(
      ConfigurableEnvironment environment,
      List<Reloadable<?>> settings,
      LoggingSystem logging,
      List<SettingsText> texts) {
    this.environment = environment;
    this.settings = settings;
    this.logging = logging;
    this.texts = texts;
    this.levels = levels(Binder.get(environment));
    for (SettingsText text : texts) {
      if (text instanceof SettingsFile) { // was read at the start
        readInto(text, seen);
      }
    }
    this.looks = PeriodicTask.start("Looking for changed settings", LOOK, this::look);
  }

  /// @param texts of which later ones come before earlier ones
  public static SettingsReload start(
      ConfigurableEnvironment environment,
      List<Reloadable<?>> settings,
      LoggingSystem logging,
      List<SettingsText> texts) {
    return new SettingsReload(environment, settings, logging, texts);
  }

  private static void readInto(SettingsText text, Map<SettingsText, @Nullable String> into) {
    try {
      into.put(text, text.read());
    } catch (IOException e) {
      log.debug("{} cannot be read now", text.name(), e);
    }
  }

  private void look() {
    Map<SettingsText, @Nullable String> now = new LinkedHashMap<>();
    texts.forEach(text -> readInto(text, now));
    now.forEach((text, content) -> {
      if (!Objects.equals(content, seen.get(text))) {
        seen.put(text, content);
        take(text, content);
      }
    });
  }

  private void take(SettingsText text, @Nullable String content) {
    List<Runnable> changes = new ArrayList<>();
    List<PropertySource<?>> loaded;
    Map<String, String> newLevels;
    try {
      loaded = load(text.name(), content);
      MutablePropertySources candidate = new MutablePropertySources();
      environment.getPropertySources().forEach(candidate::addLast);
      replace(candidate, text.name(), loaded);
      Binder binder =
          new Binder(
              ConfigurationPropertySources.from(candidate),
              new PropertySourcesPlaceholdersResolver(candidate));
      settings.forEach(each -> changes.add(change(each, binder)));
      newLevels = levels(binder);
    } catch (IOException | RuntimeException e) {
      log.error("{} is refused, what was set before holds on: {}", text.name(), reason(e));
      return;
    }
    log.info("{} has changed; what is not named here takes effect at the next start", text.name());
    replace(environment.getPropertySources(), text.name(), loaded);
    changes.forEach(Runnable::run);
    apply(newLevels);
  }

  private static <T> Runnable change(Reloadable<T> settings, Binder binder) {
    T now = settings.bound(binder);
    return () -> {
      if (!now.equals(settings.get())) {
        settings.set(now);
        log.info("From now on {}", now);
      }
    };
  }

  private static List<PropertySource<?>> load(String name, @Nullable String content)
      throws IOException {
    if (content == null || content.isBlank()) {
      return List.of();
    }
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return new YamlPropertySourceLoader()
        .load(READ + "[" + name + "]'", new ByteArrayResource(bytes, name));
  }

  /// Puts what a text holds now where stood what it held before; else before all that was read at
  /// the start, behind the environment and the command line.
  private static void replace(
      MutablePropertySources sources, String name, List<PropertySource<?>> loaded) {
    List<PropertySource<?>> all = sources.stream().toList();
    List<PropertySource<?>> old = all.stream().filter(each -> isOf(name, each)).toList();
    PropertySource<?> after =
        all.stream()
            .dropWhile(each -> old.isEmpty() ? !isOf("", each) : !old.contains(each))
            .filter(each -> !old.contains(each))
            .findFirst()
            .orElse(null);
    old.forEach(each -> sources.remove(each.getName()));
    for (PropertySource<?> source : loaded) {
      if (after == null) {
        sources.addLast(source);
      } else {
        sources.addBefore(after.getName(), source);
      }
    }
  }

  /// Whether something was read from a text; from any for the empty name.
  private static boolean isOf(String name, PropertySource<?> source) {
    return source.getName().startsWith(READ) && source.getName().contains(name + "]");
  }

  private static Map<String, String> levels(Binder binder) {
    Map<String, String> levels =
        binder
            .bind("logging.level", Bindable.mapOf(String.class, String.class))
            .orElseGet(HashMap::new);
    levels.values().forEach(level -> LogLevel.valueOf(level.toUpperCase(Locale.ROOT)));
    return levels;
  }

  private void apply(Map<String, String> now) {
    for (String logger : levels.keySet()) {
      if (!now.containsKey(logger)) {
        logging.setLogLevel(logger(logger), null);
      }
    }
    now.forEach((logger, level) -> {
      if (!level.equals(levels.get(logger))) {
        logging.setLogLevel(logger(logger), LogLevel.valueOf(level.toUpperCase(Locale.ROOT)));
        log.info("From now on {} logs {}", logger, level);
      }
    });
    levels = now;
  }

  private static String logger(String name) {
    return name.equalsIgnoreCase(LoggingSystem.ROOT_LOGGER_NAME)
        ? LoggingSystem.ROOT_LOGGER_NAME
        : name;
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return failure == cause
        ? String.valueOf(cause.getMessage())
        : failure.getMessage() + ": " + cause.getMessage();
  }

  @Override
  public void close() {
    looks.close();
  }
}
