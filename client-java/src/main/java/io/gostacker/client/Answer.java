package io.gostacker.client;

import java.util.function.Function;

/// What a REST call came to. Nothing here is thrown: a refusal and an outage are answers too.
public sealed interface Answer<T> {

  /// The server did it and said this.
  record Ok<T>(T value) implements Answer<T> {}

  /// The server answered and refused.
  record Refused<T>(Problem problem) implements Answer<T> {}

  /// No answer that can be understood; whether the server did it is not known.
  record Unreachable<T>(String reason) implements Answer<T> {}

  /// The same answer with its value, if there is one, put through `function`.
  default <U> Answer<U> map(Function<? super T, ? extends U> function) {
    return switch (this) {
      case Ok<T>(T value) -> new Ok<>(function.apply(value));
      case Refused<T>(Problem problem) -> new Refused<>(problem);
      case Unreachable<T>(String reason) -> new Unreachable<>(reason);
    };
  }

  /// Goes on with `function` after success; a refusal or outage stays what it is.
  default <U> Answer<U> then(Function<? super T, Answer<U>> function) {
    return switch (this) {
      case Ok<T>(T value) -> function.apply(value);
      case Refused<T>(Problem problem) -> new Refused<>(problem);
      case Unreachable<T>(String reason) -> new Unreachable<>(reason);
    };
  }
}
