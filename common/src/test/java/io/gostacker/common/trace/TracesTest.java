package io.gostacker.common.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracesTest {
  private final InMemorySpanExporter taken = InMemorySpanExporter.create();

  private Traces traces(Sampler sampler) {
    return new Traces(
        SdkTracerProvider.builder()
            .setSampler(sampler)
            .addSpanProcessor(SimpleSpanProcessor.create(taken))
            .build()
            .get("test"));
  }

  @Test
  void eachStepFollowsFromTheOneBefore() {
    Traces traces = traces(Sampler.alwaysOn());
    Step first = traces.begin("first");
    String[] handedOver = new String[1];
    first.run(() -> handedOver[0] = Traces.current());
    assertThat(handedOver[0]).isEqualTo(first.parent());
    Step second = traces.follow(handedOver[0], "second");
    Step call = traces.call(Stream.of(second.parent()).toList(), "redis", "append");
    Stream.of(call, second, first).forEach(Step::end);
    List<SpanData> spans = taken.getFinishedSpanItems();
    assertThat(spans).extracting(SpanData::getName).containsExactly("append", "second", "first");
    assertThat(spans).extracting(SpanData::getTraceId).containsOnly(spans.getFirst().getTraceId());
    assertThat(spans.get(0).getParentSpanId()).isEqualTo(spans.get(1).getSpanId());
    assertThat(spans.get(1).getParentSpanId()).isEqualTo(spans.get(2).getSpanId());
  }

  @Test
  void aCallForSeveralIsLinkedWithTheOthers() {
    Traces traces = traces(Sampler.alwaysOn());
    Step one = traces.begin("one");
    Step other = traces.begin("other");
    traces.call(Stream.of(one.parent(), other.parent()).toList(), "mysql", "flush").end();
    SpanData flush = taken.getFinishedSpanItems().getFirst();
    assertThat(one.parent()).contains(flush.getTraceId());
    assertThat(flush.getLinks())
        .extracting(LinkData::getSpanContext)
        .singleElement()
        .satisfies(link -> assertThat(other.parent()).contains(link.getSpanId()));
  }

  @Test
  void whatIsNotSampledIsNotHandedOn() {
    Traces traces = traces(Sampler.alwaysOff());
    Step step = traces.begin("first");
    assertThat(step.parent()).isNull();
    step.run(() -> assertThat(Traces.current()).isNull());
    assertThat(traces.follow(step.parent(), "second")).isSameAs(Step.NONE);
    assertThat(traces.call(List.of(), "redis", "append")).isSameAs(Step.NONE);
  }

  @Test
  void offFollowsNothing() {
    assertThat(Traces.OFF.begin("first")).isSameAs(Step.NONE);
    String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    assertThat(Traces.OFF.follow(parent, "second")).isSameAs(Step.NONE);
    Step.NONE.run(() -> assertThat(Traces.current()).isNull());
    Step.NONE.fail("nothing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-zzzzzzzzzzzzzzzz-01"
      })
  void whatIsNoParentIsReadAsNone(String text) {
    assertThat(TraceParent.parse(text).isValid()).isFalse();
  }

  @Test
  void aParentIsReadAsItWasWritten() {
    String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    assertThat(TraceParent.format(TraceParent.parse(parent))).isEqualTo(parent);
  }
}
