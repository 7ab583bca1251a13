package io.gostacker.flusher;

import io.gostacker.common.conversation.Exclusion;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.event.Event;
import io.gostacker.common.event.EventRows;
import io.gostacker.common.json.JsonBytes;
import io.gostacker.common.json.MessageJson;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.record.LogRecord.MessageAppended;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is told to the app's back end of records: messages, and changes of conversations and their
/// members, first the change and then the message that tells the members of it. How far somebody
/// has read is not among it.
///
/// Of a message it is only told where it stands, unless it was refused: then it stands nowhere, or
/// another has its place, and it is told as the record has it.
final class RecordEvents {
  /// Ids in one event; more are told by several.
  private static final int MAX_IDS = 1_000;

  private final EventRows events = new EventRows();
  private final InstantSource clock;

  private RecordEvents(InstantSource clock) {
    this.clock = clock;
  }

  /// @param records in the order of the log
  /// @param refused those of them that have no rows
  /// @param clock for records that do not say when they were made
  static EventRows of(List<PlacedRecord> records, Set<PlacedRecord> refused, InstantSource clock) {
    RecordEvents told = new RecordEvents(clock);
    for (PlacedRecord placed : records) {
      told.change(placed.logRecord());
      told.message(placed.logRecord().message(), refused.contains(placed));
    }
    return told.events;
  }

  private void message(@Nullable MessageAppended message, boolean refused) {
    if (message == null) {
      return;
    }
    if (refused) {
      events.add(Event.ofMessage(message.view()));
    } else {
      events.addMessage(message.conversationId(), message.seq());
    }
  }

  private void change(LogRecord logRecord) {
    switch (logRecord) {
      case LogRecord.ConversationCreated created -> created(created);
      case LogRecord.MembersJoined joined -> joined(joined, joined.joinedAt(), joined.userIds());
      case LogRecord.MemberLeft left ->
          add(begin("member.left", left, at(left)).raw(",\"userId\":").id(left.userId()));
      case LogRecord.ConversationChanged changed -> changed(changed);
      case LogRecord.MemberChanged changed -> memberChanged(changed);
      case LogRecord.ConversationDisbanded disbanded ->
          add(begin("conversation.disbanded", disbanded, disbanded.at()));
      case LogRecord.ExclusionChanged changed -> excluded(changed);
      case MessageAppended appended -> {}
      case LogRecord.ReadMoved read -> {}
      case LogRecord.DeliveredMoved delivered -> {}
      case LogRecord.Unreadable bytes -> {}
    }
  }

  private static JsonBytes begin(String type, LogRecord logRecord, long at) {
    return Event.begin(type, at, 128).raw(",\"conversationId\":").id(logRecord.conversationId());
  }

  /// When it was made: as its message says, or else about now.
  private long at(LogRecord logRecord) {
    MessageAppended message = logRecord.message();
    return message == null ? clock.millis() : message.sentAt();
  }

  private void add(JsonBytes json) {
    events.add(Event.of(json));
  }

  private void created(LogRecord.ConversationCreated created) {
    JsonBytes json = begin("conversation.created", created, created.createdAt());
    json.raw(",\"conversationType\":\"").raw(MessageJson.lower(created.type())).raw("\"");
    text(json, "name", created.name());
    if (created.ownerId() != 0) {
      json.raw(",\"ownerId\":").id(created.ownerId());
    }
    json.raw(",\"joinPolicy\":\"").raw(MessageJson.lower(created.joinPolicy())).raw("\"");
    ext(json, created.ext());
    add(json);
    joined(created, created.createdAt(), created.members());
  }

  private void joined(LogRecord logRecord, long at, long[] userIds) {
    for (int from = 0; from < userIds.length; from += MAX_IDS) {
      JsonBytes json = begin("member.joined", logRecord, at).raw(",\"userIds\":[");
      int to = Math.min(userIds.length, from + MAX_IDS);
      for (int i = from; i < to; i++) {
        json.raw(i == from ? "" : ",").id(userIds[i]);
      }
      add(json.raw("]"));
    }
  }

  private void changed(LogRecord.ConversationChanged changed) {
    JsonBytes json = begin("conversation.changed", changed, at(changed));
    text(json, "name", changed.name());
    if (changed.joinPolicy() != null) {
      json.raw(",\"joinPolicy\":\"").raw(MessageJson.lower(changed.joinPolicy())).raw("\"");
    }
    ext(json, changed.ext());
    add(json);
  }

  private void memberChanged(LogRecord.MemberChanged changed) {
    JsonBytes json = begin("member.changed", changed, at(changed));
    json.raw(",\"userId\":").id(changed.userId());
    Role role = changed.role();
    if (role != null) {
      json.raw(",\"role\":\"").raw(MessageJson.lower(role)).raw("\"");
    }
    text(json, "nickname", changed.nickname());
    Long until = changed.mutedUntil();
    if (until != null) {
      json.raw(",\"mutedUntil\":");
      if (until == 0) {
        json.raw("null");
      } else {
        json.time(until);
      }
    }
    add(json);
  }

  private void excluded(LogRecord.ExclusionChanged changed) {
    String whom = changed.kind() == Exclusion.BAN ? "member." : "direct.";
    String verb = changed.kind() == Exclusion.BAN ? "banned" : "blocked";
    boolean begins = changed.until() != 0;
    JsonBytes json = begin(whom + (begins ? "" : "un") + verb, changed, changed.at());
    json.raw(",\"userId\":").id(changed.userId()).raw(",\"by\":").id(changed.by());
    if (begins && changed.until() != Exclusion.FOR_EVER) {
      json.raw(",\"until\":").time(changed.until());
    }
    add(json);
  }

  private static void text(JsonBytes json, String key, @Nullable String value) {
    if (value != null) {
      json.raw(",\"").raw(key).raw("\":").string(value);
    }
  }

  private static void ext(JsonBytes json, byte @Nullable [] ext) {
    if (ext != null) {
      json.raw(",\"ext\":").raw(ext);
    }
  }
}
