package io.gostacker.send.shard;

/// Who waits until a shard is known to have applied its log up to its head. Called once, on the
/// shard's loop.
interface FreshUser {
  /// Only wants it to be made sure.
  FreshUser NOBODY =
      new FreshUser() {
        @Override
        public void fresh() {}

        @Override
        public void failed(Throwable cause) {}
      };

  /// It is known.
  void fresh();

  /// It cannot be known now.
  void failed(Throwable cause);
}
