package io.gostacker.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/// config/standalone.yaml names every setting of ours with its default, and none that does not
/// exist.
class SettingsFileTest {
  private static final Pattern LINE = Pattern.compile("(?m)^# (gostacker\\.[a-z.-]+): (.*)$");

  @Test
  void theSettingsFileSaysWhatTheCodeSays() throws IOException, ClassNotFoundException {
    Map<String, String> inCode = inCode();
    inCode.put("gostacker.shards", "64");
    inCode.put("gostacker.token.keys", ".data/keys"); // set by the product, no default in code
    inCode.put("gostacker.token.generate-key", "true");
    assertThat(inFile()).isEqualTo(inCode);
  }

  private static Map<String, String> inFile() throws IOException {
    Map<String, String> found = new TreeMap<>();
    Matcher line = LINE.matcher(Files.readString(Path.of("../config/standalone.yaml")));
    while (line.find()) {
      found.put(line.group(1), line.group(2));
    }
    return found;
  }

  private static Map<String, String> inCode() throws ClassNotFoundException {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    Map<String, String> found = new TreeMap<>();
    for (var candidate : scanner.findCandidateComponents("io.gostacker")) {
      Class<?> type = Class.forName(Objects.requireNonNull(candidate.getBeanClassName()));
      String prefix = type.getAnnotation(ConfigurationProperties.class).value();
      var constructor = type.getDeclaredConstructors()[0];
      Arrays.stream(constructor.getParameters())
          .forEach(parameter -> {
            DefaultValue value = parameter.getAnnotation(DefaultValue.class);
            String[] defaults = value == null ? new String[0] : value.value();
            found.put(
                prefix + "." + kebab(parameter.getName()),
                defaults.length == 0 ? none(parameter.getType()) : defaults[0]);
          });
    }
    return found;
  }

  private static String none(Class<?> type) {
    return Map.class.isAssignableFrom(type) ? "{}" : "[]";
  }

  private static String kebab(String name) {
    String dashed = name.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    return ConfigurationPropertyName.of(dashed).toString();
  }
}
