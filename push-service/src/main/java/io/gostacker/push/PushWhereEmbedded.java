package io.gostacker.push;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// See [EmbeddedPushConfiguration].
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(
    name = "gostacker.push.dispatcher",
    havingValue = "embedded",
    matchIfMissing = true)
@ConditionalOnProperty(
    name = "gostacker.events.enabled",
    havingValue = "true",
    matchIfMissing = true)
@Import(PushConfiguration.class)
class PushWhereEmbedded {}
