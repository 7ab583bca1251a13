package io.gostacker.send.shard;

import io.gostacker.common.record.LogRecord;
import io.gostacker.send.conversation.ConversationState;
import io.gostacker.send.fanout.FanOut;

/// Hands out what a record leads to that nobody may have handed out, once its conversation is in
/// memory.
final class Repetition implements StateUser {
  private final FanOut fanOut;
  private final LogRecord logRecord;

  Repetition(FanOut fanOut, LogRecord logRecord) {
    this.fanOut = fanOut;
    this.logRecord = logRecord;
  }

  @Override
  public void use(ConversationState state) {
    fanOut.repeat(state, logRecord);
  }

  @Override
  public void failed(Throwable cause) {
    fanOut.resyncAll();
  }
}
