package io.gostacker.grpc.peer;

import java.util.Locale;

/// What a process is to the others.
public enum PeerRole {
  GATEWAY,
  META,
  SEND;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
