package io.gostacker.common.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Traces of messages, if somebody takes them.
@Configuration(proxyBeanMethods = false)
public class TraceConfiguration {

  @Bean
  Traces traces(ObjectProvider<OpenTelemetry> telemetry, ObjectProvider<SpanExporter> exporters) {
    OpenTelemetry open = telemetry.getIfAvailable();
    boolean taken = exporters.stream().findAny().isPresent();
    return open == null || !taken ? Traces.OFF : new Traces(open.getTracer("io.gostacker"));
  }
}
