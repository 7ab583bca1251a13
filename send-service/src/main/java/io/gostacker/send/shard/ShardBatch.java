package io.gostacker.send.shard;

import io.gostacker.common.record.Batch;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.record.LogRecord.MessageAppended;
import io.gostacker.common.transport.Reply;
import io.gostacker.send.conversation.ConversationState;
import io.gostacker.send.conversation.Decision;
import io.gostacker.send.conversation.DecisionContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Commands decided together: their records become one entry of the log, and no answer leaves
/// before that entry stands. Decided on drafts, so that a batch which is not appended leaves no
/// trace.
final class ShardBatch {
  private final String id;
  private final DecisionContext context;
  private final Map<Long, ConversationState> drafts = new HashMap<>();
  private final List<LogRecord> records = new ArrayList<>();
  private final List<Decided> decided = new ArrayList<>();
  private long bytes;

  /// @param id random; the batch's name in the log
  ShardBatch(String id, DecisionContext context) {
    this.id = id;
    this.context = context;
  }

  /// Decides a command on what the state will be after this batch so far.
  ///
  /// @return what must be looked up before it can be decided; null when it is decided
  Decision.@Nullable NeedsOrdinal decide(Waiting waiting, ConversationState state) {
    ConversationState draft =
        drafts.computeIfAbsent(waiting.command().conversationId(), conversation -> state.fork());
    switch (draft.decide(waiting.command(), waiting.known(context))) {
      case Decision.Accepted accepted -> {
        accepted.records().forEach(logRecord -> add(logRecord, draft));
        decided.add(new Decided(waiting, accepted.reply().apply(draft)));
      }
      case Decision.Answered answered -> decided.add(new Decided(waiting, answered.reply()));
      case Decision.NeedsOrdinal needed -> {
        return needed;
      }
    }
    return null;
  }

  private void add(LogRecord logRecord, ConversationState draft) {
    draft.apply(logRecord, context.epoch());
    records.add(logRecord);
    MessageAppended message = logRecord.message();
    bytes += 150 + (message == null ? 0 : message.content().length);
  }

  String id() {
    return id;
  }

  /// @param trace the step that appends it
  Batch batch(@Nullable String trace) {
    return new Batch(context.epoch(), records, trace);
  }

  /// The steps that wait for it.
  List<String> traces() {
    List<String> traces = new ArrayList<>(0);
    for (Decided each : decided) {
      String trace = each.waiting().trace();
      if (trace != null) {
        traces.add(trace);
      }
    }
    return traces;
  }

  /// Whether it changes nothing, so that only its decisions must be confirmed.
  boolean changesNothing() {
    return records.isEmpty();
  }

  boolean isEmpty() {
    return decided.isEmpty();
  }

  int size() {
    return decided.size();
  }

  /// Bytes of its records, roughly.
  long bytes() {
    return bytes;
  }

  List<Decided> decided() {
    return decided;
  }

  Set<Long> conversations() {
    return drafts.keySet();
  }

  /// The commands, in their order, to be decided again.
  List<Waiting> commands() {
    return decided.stream().map(Decided::waiting).toList();
  }

  /// A command and the answer it gets once the batch stands.
  record Decided(Waiting waiting, Reply reply) {}
}
