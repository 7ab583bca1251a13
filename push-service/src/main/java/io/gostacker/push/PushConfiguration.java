package io.gostacker.push;

import io.gostacker.push.dispatch.DispatchConfiguration;
import io.gostacker.push.provider.ProviderConfiguration;
import io.gostacker.push.vapid.VapidConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The dispatcher of notifications, to be imported by whatever runs one. Needs a `DataSource`, a
/// `Clock`, a `MeterRegistry`, a [io.gostacker.common.presence.LiveUsers] and a
/// [io.gostacker.common.presence.HandBacks].
@Configuration(proxyBeanMethods = false)
@Import({VapidConfiguration.class, ProviderConfiguration.class, DispatchConfiguration.class})
public class PushConfiguration {}
