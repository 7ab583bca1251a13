package io.gostacker.send.shard;

/// Who waits until a shard is known to have applied its log up to its head. Called once, on the
/// shard's loop.
interface FreshUser {

  /// @param moved whether entries of others were applied since it began to wait
  void fresh(boolean moved);

  /// It cannot be known now.
  void failed(Throwable cause);
}
