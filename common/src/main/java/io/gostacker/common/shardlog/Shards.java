package io.gostacker.common.shardlog;

/// Which shard a conversation lives in.
///
/// @param count how many shards there are, 1 to 4096; fixed when an installation is first started
public record Shards(int count) {
  /// What an installation starts with unless told otherwise.
  public static final int DEFAULT_COUNT = 64;

  public Shards {
    if (count < 1 || count > 4096) {
      throw new IllegalArgumentException("gostacker.shards must be 1 to 4096, not " + count);
    }
  }

  /// The shard of a conversation, 0 to `count - 1`. Ids are mixed first (Stafford's variant 13 of
  /// the MurmurHash3 finalizer), so ids that follow each other spread too.
  public int of(long conversationId) {
    long mixed = conversationId;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    mixed ^= mixed >>> 31;
    return (int) Long.remainderUnsigned(mixed, count);
  }
}
