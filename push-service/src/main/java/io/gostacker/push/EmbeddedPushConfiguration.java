package io.gostacker.push;

import io.gostacker.push.dispatch.DispatchSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The dispatcher in a send process, unless it is to be elsewhere or there is no event feed that it
/// could read. Its settings are checked in any case.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DispatchSettings.class)
@Import(PushWhereEmbedded.class)
public class EmbeddedPushConfiguration {}
