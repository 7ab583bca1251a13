package io.gostacker.gateway.moderation;

/// What the app says about a message.
sealed interface Ruling {

  /// It is sent as it is.
  record Accept() implements Ruling {}

  /// It is not sent.
  record Refuse(String reason) implements Ruling {}

  /// It is sent with another content, which was checked.
  record Rewrite(byte[] content) implements Ruling {}

  /// There was no answer, or none that could be understood.
  record None(String why) implements Ruling {}
}
