package io.gostacker.gateway.outbox;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// A whole text frame as it goes over the wire (RFC 6455, 5.2): final, unmasked, uncompressed.
///
/// Frames from a server are the same for every socket, so a message to a thousand sockets is one
/// buffer; Netty's own encoder would copy it for each of them.
final class WireFrame {
  private static final int FINAL_TEXT = 0x81;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;

  private WireFrame() {}

  /// The frame in a buffer that the caller owns.
  static ByteBuf text(ByteBufAllocator allocator, byte[] json) {
    ByteBuf frame = allocator.directBuffer(json.length + 10);
    frame.writeByte(FINAL_TEXT);
    if (json.length < LENGTH_16) {
      frame.writeByte(json.length);
    } else if (json.length <= 0xFFFF) {
      frame.writeByte(LENGTH_16).writeShort(json.length);
    } else {
      frame.writeByte(LENGTH_64).writeLong(json.length);
    }
    return frame.writeBytes(json);
  }
}
