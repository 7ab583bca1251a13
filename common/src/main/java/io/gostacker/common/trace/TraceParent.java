package io.gostacker.common.trace;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

/// A sampled span as text, in the form of the header `traceparent` of W3C Trace Context, version
/// 00: `00-<32 hex digits of the trace>-<16 of the span>-01`.
final class TraceParent {
  private static final int LENGTH = 55;
  private static final int TRACE = 3;
  private static final int SPAN = 36;
  private static final int FLAGS = 53;

  private TraceParent() {}

  /// Null for one that is not sampled.
  static @Nullable String format(SpanContext span) {
    return span.isSampled() ? "00-" + span.getTraceId() + "-" + span.getSpanId() + "-01" : null;
  }

  /// What is no parent is read as an invalid one, from which nothing follows.
  static SpanContext parse(String text) {
    if (text.length() != LENGTH || !text.startsWith("00-") || !text.startsWith("-01", FLAGS - 1)) {
      return SpanContext.getInvalid();
    }
    return SpanContext.createFromRemoteParent(
        text.substring(TRACE, SPAN - 1),
        text.substring(SPAN, FLAGS - 1),
        TraceFlags.getSampled(),
        TraceState.getDefault());
  }
}
