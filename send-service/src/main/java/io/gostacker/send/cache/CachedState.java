package io.gostacker.send.cache;

import io.gostacker.common.record.ByteReader;
import io.gostacker.common.record.ByteWriter;
import io.gostacker.common.shardlog.Position;

/// A conversation's state as of one place in its shard's log. It is worth something as long as the
/// log is of that epoch and still has every entry after that place: then those, applied on top,
/// give the state of now.
///
/// @param epoch of the log at that place
/// @param state by [io.gostacker.send.conversation.StateCodec]; never changed after construction
public record CachedState(int epoch, Position position, byte[] state) {

  byte[] encode() {
    ByteWriter out = new ByteWriter(state.length + 64);
    out.number(epoch);
    out.text(position.toString());
    out.blob(state);
    return out.toByteArray();
  }

  /// @throws IllegalArgumentException if the bytes are something else than [#encode] wrote
  static CachedState decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes, 0, bytes.length);
    CachedState cached = new CachedState((int) in.number(), Position.parse(in.text()), in.blob());
    in.requireEnd();
    return cached;
  }
}
