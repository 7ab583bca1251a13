package io.gostacker.testkit.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/// The settings that a file in `config/` tells, each as `# key: default`, and those that the code
/// on the class path has.
public final class SettingsFile {
  private static final Pattern LINE = Pattern.compile("(?m)^# (gostacker\\.[a-z.-]+):(.*)$");

  private SettingsFile() {}

  /// Key to default, as the file says.
  public static Map<String, String> told(Path file) {
    try {
      Map<String, String> found = new TreeMap<>();
      Matcher line = LINE.matcher(Files.readString(file));
      while (line.find()) {
        found.put(line.group(1), line.group(2).strip());
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Key to default, as the records of settings have it.
  ///
  /// @param unread prefixes of records that are on the class path but not read
  public static Map<String, String> inCode(String... unread) {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    Map<String, String> found = new TreeMap<>();
    for (var candidate : scanner.findCandidateComponents("io.gostacker")) {
      Class<?> type = load(Objects.requireNonNull(candidate.getBeanClassName()));
      String prefix = type.getAnnotation(ConfigurationProperties.class).value();
      if (!Arrays.asList(unread).contains(prefix)) {
        for (Parameter parameter : type.getDeclaredConstructors()[0].getParameters()) {
          found.put(prefix + "." + kebab(parameter.getName()), defaultOf(parameter));
        }
      }
    }
    return found;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String defaultOf(Parameter parameter) {
    DefaultValue value = parameter.getAnnotation(DefaultValue.class);
    if (value != null && value.value().length > 0) {
      return String.join(", ", value.value());
    }
    return Map.class.isAssignableFrom(parameter.getType()) ? "{}" : "[]";
  }

  private static String kebab(String name) {
    String dashed = name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    return ConfigurationPropertyName.of(dashed).toString();
  }
}
