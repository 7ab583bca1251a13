package io.gostacker.gateway.frame;

/// The bytes are not one JSON object. Carries no stack trace.
@SuppressWarnings("serial") // never serialized
public final class MalformedJsonException extends Exception {

  MalformedJsonException() {
    super("Not one JSON object", null, false, false);
  }
}
