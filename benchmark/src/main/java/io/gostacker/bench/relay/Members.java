package io.gostacker.bench.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who is connected, and who is in which group. Used by the one event loop only.
final class Members {
  private final Map<String, Channel> online = new HashMap<>();
  private final Map<String, List<String>> groups = new HashMap<>();
  private final Map<String, List<ByteBuf>> kept = new HashMap<>();

  void connected(String user, Channel channel) {
    online.put(user, channel);
  }

  void gone(String user, Channel channel) {
    online.remove(user, channel);
  }

  /// Keeps a frame for a user who is away.
  void keep(String user, ByteBuf frame) {
    kept.computeIfAbsent(user, who -> new ArrayList<>()).add(frame);
  }

  /// What was kept for a user, who now owns it.
  List<ByteBuf> take(String user) {
    List<ByteBuf> frames = kept.remove(user);
    return frames == null ? List.of() : frames;
  }

  void group(String id, List<String> members) {
    groups.put(id, members);
  }

  List<String> of(String group) {
    return groups.getOrDefault(group, List.of());
  }

  /// The channel of a user; null when the user is away.
  @org.jspecify.annotations.Nullable
  Channel channel(String user) {
    return online.get(user);
  }
}
