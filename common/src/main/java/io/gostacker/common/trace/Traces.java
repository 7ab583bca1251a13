package io.gostacker.common.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Collection;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// Begins the steps of a message's way. Only what a sampler chose at its beginning is followed, and
/// nothing at all while there is no exporter.
public final class Traces {
  /// Follows nothing.
  public static final Traces OFF = new Traces(null);

  /// A batch names so many of its parents; with more of them the rest is left out.
  private static final int MAX_LINKS = 32;

  private final @Nullable Tracer tracer;

  public Traces(@Nullable Tracer tracer) {
    this.tracer = tracer;
  }

  /// The step that the calling thread is in, for who hands its work to another thread or process;
  /// null when nobody takes it.
  public static @Nullable String current() {
    return TraceParent.format(Span.current().getSpanContext());
  }

  /// Runs what follows from a step elsewhere; see [Step#run].
  ///
  /// @param parent null when nobody takes it
  public static void within(@Nullable String parent, Runnable part) {
    if (parent == null) {
      part.run();
      return;
    }
    try (var scope = Span.wrap(TraceParent.parse(parent)).makeCurrent()) {
      part.run();
    }
  }

  /// Begins a step within what the calling thread is in, or a new trace.
  public Step begin(String name) {
    return tracer == null
        ? Step.NONE
        : new Step(tracer.spanBuilder(name).setSpanKind(SpanKind.SERVER).startSpan());
  }

  /// Begins a step that follows from another.
  ///
  /// @param parent null when nobody takes it: then nobody takes this one
  public Step follow(@Nullable String parent, String name) {
    return tracer == null || parent == null
        ? Step.NONE
        : new Step(after(tracer, parent, name).setSpanKind(SpanKind.SERVER).startSpan());
  }

  /// Begins the call of a store that several steps wait for: part of the first one's trace, linked
  /// with the others'.
  ///
  /// @param parents none: then nobody takes this one
  /// @param system `redis` or `mysql`
  public Step call(Collection<String> parents, String system, String name) {
    if (tracer == null || parents.isEmpty()) {
      return Step.NONE;
    }
    Iterator<String> each = parents.iterator();
    SpanBuilder span =
        after(tracer, each.next(), name)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute("db.system.name", system);
    for (int i = 0; i < MAX_LINKS && each.hasNext(); i++) {
      SpanContext other = TraceParent.parse(each.next());
      if (other.isValid()) {
        span.addLink(other);
      }
    }
    return new Step(span.startSpan());
  }

  private static SpanBuilder after(Tracer tracer, String parent, String name) {
    return tracer
        .spanBuilder(name)
        .setParent(Context.root().with(Span.wrap(TraceParent.parse(parent))));
  }
}
