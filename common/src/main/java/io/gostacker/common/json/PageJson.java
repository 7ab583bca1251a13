package io.gostacker.common.json;

import io.gostacker.common.conversation.Message;
import io.gostacker.common.transport.SendPort;
import java.util.List;

/// The JSON of what is read in pages, the same in frames and REST answers.
public final class PageJson {
  /// Most conversations that one answer to a sync holds.
  public static final int MAX_SYNC_CONVERSATIONS = 100;

  private PageJson() {}

  /// The members of the answer to a sync, without the braces.
  public static void writeFields(SendPort.SyncPage page, JsonBytes json) {
    json.raw("\"conversations\":[");
    String separator = "";
    for (SendPort.SyncedConversation conversation : page.conversations()) {
      json.raw(separator);
      write(conversation, json);
      separator = ",";
    }
    json.raw("],\"gone\":[");
    separator = "";
    for (long conversationId : page.gone()) {
      json.raw(separator).id(conversationId);
      separator = ",";
    }
    json.raw("],\"more\":").raw(Boolean.toString(page.more()));
  }

  /// A page of history.
  public static void write(SendPort.MessagePage page, JsonBytes json) {
    json.raw("{\"items\":");
    write(page.items(), json);
    json.raw(",\"hasMore\":").raw(Boolean.toString(page.hasMore())).raw("}");
  }

  /// What the sender of a message is told about it, without the braces.
  public static void writeSentFields(
      long conversationId, long seq, String clientMessageId, long sentAt, JsonBytes json) {
    json.raw("\"conversationId\":").id(conversationId);
    json.raw(",\"seq\":").number(seq);
    json.raw(",\"clientMessageId\":\"").raw(clientMessageId);
    json.raw("\",\"sentAt\":").time(sentAt);
  }

  private static void write(SendPort.SyncedConversation conversation, JsonBytes json) {
    json.raw("{\"conversationId\":").id(conversation.conversationId());
    json.raw(",\"lastSeq\":").number(conversation.lastSeq());
    json.raw(",\"readSeq\":").number(conversation.readSeq());
    json.raw(",\"messages\":");
    write(conversation.messages(), json);
    json.raw(",\"hasMore\":").raw(Boolean.toString(conversation.hasMore())).raw("}");
  }

  private static void write(List<Message> messages, JsonBytes json) {
    json.raw("[");
    String separator = "";
    for (Message message : messages) {
      json.raw(separator);
      MessageJson.write(message, json);
      separator = ",";
    }
    json.raw("]");
  }
}
