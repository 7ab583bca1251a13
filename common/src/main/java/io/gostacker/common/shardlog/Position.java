package io.gostacker.common.shardlog;

/// A place in a shard's log: an entry's offset and its batch id, so that two entries that stood at
/// one offset at different times are told apart.
///
/// @param offset from 1; 0 for the place before everything
/// @param batchId random, chosen by who appended; at most 32 ASCII characters without colon
public record Position(long offset, String batchId) {
  /// Before the first entry of a log that was never written.
  public static final Position START = new Position(0, "");

  /// `offset:batchId`, as `{sN}:head` and `{sN}:flushed` hold it.
  @Override
  public String toString() {
    return offset + ":" + batchId;
  }

  /// Reads [#toString].
  ///
  /// @throws IllegalArgumentException if the text is something else
  public static Position parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("not a log position: " + text);
    }
    return new Position(Long.parseLong(text, 0, colon, 10), text.substring(colon + 1));
  }
}
