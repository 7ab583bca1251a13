package io.gostacker.common.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/// Something that takes time on the way of a message; ended once. Thread-safe.
public final class Step {
  /// One that nobody takes.
  public static final Step NONE = new Step(null);

  private final @Nullable Span span;

  Step(@Nullable Span span) {
    this.span = span;
  }

  /// What follows from it names this as its parent; null when nobody takes it.
  public @Nullable String parent() {
    return span == null ? null : TraceParent.format(span.getSpanContext());
  }

  /// Says more about it; never what is in a message.
  public Step tag(String name, long value) {
    if (span != null) {
      span.setAttribute(name, value);
    }
    return this;
  }

  /// Says more about it; never what is in a message.
  public Step tag(String name, String value) {
    if (span != null) {
      span.setAttribute(name, value);
    }
    return this;
  }

  /// Runs what is a part of it: steps that begin on this thread meanwhile follow from it, and what
  /// is logged has its trace id.
  public void run(Runnable part) {
    if (span == null) {
      part.run();
      return;
    }
    try (var scope = span.makeCurrent()) {
      part.run();
    }
  }

  public void end() {
    if (span != null) {
      span.end();
    }
  }

  /// Ends it as something that went wrong.
  ///
  /// @param why a word, no sentence of a user's
  public void fail(String why) {
    if (span != null) {
      span.setStatus(StatusCode.ERROR, why);
      span.end();
    }
  }
}
