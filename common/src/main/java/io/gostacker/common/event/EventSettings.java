package io.gostacker.common.event;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Whether there is an event feed, `gostacker.events.*`.
///
/// @param enabled whether what happens is written down
@ConfigurationProperties("gostacker.events")
public record EventSettings(@DefaultValue("true") boolean enabled) {}
