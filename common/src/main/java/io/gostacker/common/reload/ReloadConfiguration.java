package io.gostacker.common.reload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/// Lets changed settings take effect. The file is `config/<name>.yaml` in the folder of the
/// installation, the name being that of the process (`spring.config.name`).
@Configuration(proxyBeanMethods = false)
public class ReloadConfiguration {

  @Bean(destroyMethod = "close")
  SettingsReload settingsReload(
      ConfigurableEnvironment environment,
      ObjectProvider<Reloadable<?>> settings,
      ObjectProvider<LoggingSystem> logging,
      ObjectProvider<SettingsText> more) {
    String process = environment.getProperty("spring.config.name", "standalone");
    String file = "config/" + process + ".yaml";
    List<SettingsText> texts = new ArrayList<>();
    texts.add(new SettingsFile(file, Path.of(environment.getProperty("gostacker.home", ""), file)));
    more.orderedStream().forEach(texts::add);
    return SettingsReload.start(
        environment,
        settings.orderedStream().toList(),
        logging.getIfAvailable(() -> LoggingSystem.get(ReloadConfiguration.class.getClassLoader())),
        texts);
  }
}
